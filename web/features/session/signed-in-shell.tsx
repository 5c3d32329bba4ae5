'use client';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import type { User } from '../../lib/api.ts';
import { useMe } from '../../lib/session/me.ts';
import { useSignedIn } from '../../lib/session/signed-in.tsx';
import { BackFromProvider } from '../../lib/step-up/back-from-provider.tsx';
import { StepUp } from '../../lib/step-up/step-up.tsx';
import { UnsavedChangesGuard } from '../../lib/unsaved-changes.tsx';
import type { NavigationItem } from '../../ui/navigation-list.tsx';
import { Shell } from '../../ui/shell.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Toasts } from '../../ui/toast.tsx';
import { ActingBanner } from './acting-banner.tsx';
import { PageOnItsWay } from './page-on-its-way.tsx';
import { SessionGate } from './session-gate.tsx';
import { StaleNotice } from './stale-notice.tsx';
import { StolenPasswordNotice } from './stolen-password-notice.tsx';
import { UserMenu } from './user-menu.tsx';

/** A page of an area, as its navigation names it. */
export interface AreaPage extends NavigationItem {
  /** Who sees it; everybody where nothing is said. */
  isFor?(user: User): boolean;
}

export interface SignedInShellProps {
  /** What the pages have in common: 'Account'. */
  area: string;
  pages: readonly AreaPage[];
  /** Of lists with many columns. */
  wide?: boolean;
  children: ReactNode;
}

/** The frame of the pages of a signed-in person, and what all of them need. */
export function SignedInShell({ area, pages, wide, children }: SignedInShellProps) {
  const current = usePathname();
  const waiting = (
    <Shell
      area={area}
      items={pages.filter(({ isFor }) => !isFor)}
      current={current}
      home="/"
      wide={wide}
      user={<Skeleton className="size-8 rounded-full" />}
    >
      <PageOnItsWay area={area} />
    </Shell>
  );
  return (
    <SessionGate waiting={waiting}>
      <UnsavedChangesGuard>
        <Toasts>
          <Frame area={area} pages={pages} wide={wide} current={current}>
            {children}
          </Frame>
        </Toasts>
      </UnsavedChangesGuard>
    </SessionGate>
  );
}

function Frame({ area, pages, wide, current, children }: SignedInShellProps & { current: string }) {
  const me = useMe();
  const { actor } = useSignedIn();
  const items = pages.filter(({ isFor }) => !isFor || isFor(me.user));
  return (
    <Shell
      area={area}
      items={items}
      current={current}
      home="/"
      wide={wide}
      user={<UserMenu />}
      banner={actor && <ActingBanner />}
    >
      <StaleNotice me={me} />
      <StolenPasswordNotice user={me.user} />
      <BackFromProvider key={current} />
      {children}
      <StepUp />
    </Shell>
  );
}
