'use client';
import { Toast } from '@base-ui/react/toast';
import { CircleCheck, Info, X } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { floating, iconButton } from './surface.ts';

export interface ToastOptions {
  title: string;
  description?: string;
  kind?: 'info' | 'success';
}

/**
 * Says that something is done. It is read out and goes by itself, so the page must show the outcome too; a refusal is
 * no toast but stands where it can be read again.
 */
export function useToast(): (options: ToastOptions) => void {
  const { add } = Toast.useToastManager();
  return useCallback(({ title, description, kind = 'success' }) => void add({ title, description, type: kind }), [add]);
}

/**
 * Where toasts appear; stands around the pages that use them. F6 leads there, a pointer or the focus keeps them. They
 * step aside while a dialog has a task (`data-task`), whose buttons they would cover.
 */
export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={8000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-4 z-10 flex flex-col gap-3 in-[body:has([data-task][data-open])]:invisible sm:right-6 sm:bottom-6 sm:left-auto sm:w-96">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={`${floating} transition-[opacity,translate] focus-visible:outline-3 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0`}
    >
      <Toast.Content className="flex items-start gap-3 p-1.5 pl-4">
        <div className="flex grow items-start gap-3 py-2.5">
          {toast.type === 'info' ? (
            <Info aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-soft" />
          ) : (
            <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-success" />
          )}
          <div className="grid min-w-0 gap-0.5">
            <Toast.Title className="font-semibold" />
            <Toast.Description className="text-soft" />
          </div>
        </div>
        <Toast.Close aria-label="Close" className={iconButton}>
          <X aria-hidden="true" className="size-5" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
