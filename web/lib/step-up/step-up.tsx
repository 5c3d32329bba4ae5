'use client';
import { type ComponentType, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { asked, openAsking } from './asked.ts';
import type { StepUpDialogProps } from './step-up-dialog.tsx';

/** Asks in place for a proof of who one is, on the pages that it stands in. The dialog is loaded when it is needed. */
export function StepUp() {
  const { waiting } = useStore(asked);
  const [Dialog, setDialog] = useState<ComponentType<StepUpDialogProps> | null>(null);
  useEffect(openAsking, []);
  useEffect(() => {
    if (!waiting || Dialog) return;
    import('./step-up-dialog.tsx').then(
      ({ StepUpDialog }) => setDialog(() => StepUpDialog),
      () => waiting.finish(false),
    );
  }, [waiting, Dialog]);
  return waiting && Dialog ? <Dialog onFinish={waiting.finish} /> : null;
}
