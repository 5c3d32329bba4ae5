'use client';
import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

interface Leaving {
  /** Whether the page holds something that is not saved. */
  unsaved: RefObject<boolean>;
  /** Goes, or asks first. */
  leave(go: () => void): void;
}

const Context = createContext<Leaving | null>(null);

function useContextOfGuard(): Leaving {
  const guard = useContext(Context);
  if (!guard) throw new Error('this page is not below a guard of unsaved changes');
  return guard;
}

/** Asks before the page is left while `isUnsaved`. */
export function useUnsavedChanges(isUnsaved: boolean): void {
  const { unsaved } = useContextOfGuard();
  useEffect(() => {
    unsaved.current = isUnsaved;
    return () => {
      unsaved.current = false;
    };
  }, [unsaved, isUnsaved]);
}

/** For what leaves the page without a link. */
export function useLeaving(): Leaving['leave'] {
  return useContextOfGuard().leave;
}

/** Stands around pages that may hold what is not saved: links, the back button and the browser's own ways out ask. */
export function UnsavedChangesGuard({ children }: { children: ReactNode }) {
  const unsaved = useRef(false);
  const [wanted, setWanted] = useState<(() => void) | null>(null);
  const leave = useCallback((go: () => void) => (unsaved.current ? setWanted(() => go) : go()), []);
  useLinks(unsaved, leave);
  useHistory(unsaved, leave);
  const go = () => {
    unsaved.current = false;
    setWanted(null);
    wanted?.();
  };
  return (
    <Context value={{ unsaved, leave }}>
      {children}
      <ConfirmDialog
        open={wanted !== null}
        onOpenChange={(open) => !open && setWanted(null)}
        title="Leave without saving?"
        confirm="Leave"
        cancel="Stay on this page"
        danger
        onConfirm={go}
      >
        What you changed on this page is not saved yet.
      </ConfirmDialog>
    </Context>
  );
}

/** Links within the site; those that lead away are asked about by the browser. */
function useLinks(unsaved: RefObject<boolean>, leave: Leaving['leave']): void {
  const router = useRouter();
  useEffect(() => {
    const ask = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!unsaved.current || !link || !isPlainClick(event) || !leavesPage(link)) return;
      event.preventDefault();
      event.stopPropagation();
      leave(() => router.push(link.pathname + link.search + link.hash));
    };
    // Before the link hears of it.
    window.addEventListener('click', ask, true);
    return () => window.removeEventListener('click', ask, true);
  }, [unsaved, leave, router]);
}

function isPlainClick({ button, altKey, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  return button === 0 && !(altKey || ctrlKey || metaKey || shiftKey);
}

function leavesPage({ target, origin, pathname, search }: HTMLAnchorElement): boolean {
  const isHere = pathname === location.pathname && search === location.search;
  return origin === location.origin && target !== '_blank' && !isHere;
}

/** The back button within the site, where the browser lets a page ask (HTML 7.2.7), and closing or leaving the site. */
function useHistory(unsaved: RefObject<boolean>, leave: Leaving['leave']): void {
  useEffect(() => {
    const askBrowser = (event: BeforeUnloadEvent) => {
      if (unsaved.current) event.preventDefault();
    };
    const askHere = (event: NavigateEvent) => {
      if (!unsaved.current || event.navigationType !== 'traverse' || !event.cancelable || event.hashChange) return;
      event.preventDefault();
      leave(() => void window.navigation.traverseTo(event.destination.key));
    };
    window.addEventListener('beforeunload', askBrowser);
    window.navigation?.addEventListener('navigate', askHere);
    return () => {
      window.removeEventListener('beforeunload', askBrowser);
      window.navigation?.removeEventListener('navigate', askHere);
    };
  }, [unsaved, leave]);
}
