'use client';
import { useEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import type { AskedMail } from './asked-mail.ts';
import { useAsk } from './use-ask.ts';

export interface AskButtonProps {
  email: string;
  /** What the button says. */
  label: string;
  /** What is said once it was asked for. */
  said: string;
  wide?: boolean;
  onAsked?: (asked: AskedMail) => void;
}

/** Asks for a mail to that address; a refusal is focused, for it stands above the button. */
export function AskButton({ email, label, said, wide = false, onAsked }: AskButtonProps) {
  const { submit, pending, trouble, askedFor } = useAsk(onAsked);
  const refusal = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (trouble) refusal.current?.focus();
  }, [trouble]);
  return (
    <div className={wide ? 'grid gap-3' : 'grid justify-items-start gap-3'}>
      {trouble && (
        <div ref={refusal} tabIndex={-1} className="w-full rounded-control">
          <RefusalSummary trouble={trouble} elsewhere={Object.keys(trouble.fields)} />
        </div>
      )}
      <Button kind="secondary" wide={wide} pending={pending} onClick={() => void submit({ email })}>
        {label}
      </Button>
      <p role="status" className="text-sm text-soft empty:-mt-3">
        {askedFor && said}
      </p>
    </div>
  );
}
