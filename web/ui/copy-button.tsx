'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';

export interface CopyButtonProps {
  text: string;
  children: string;
}

/** Puts a text into the clipboard and says so; where the browser refuses, the text can still be marked by hand. */
export function CopyButton({ text, children }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  const Icon = outcome === 'copied' ? Check : Copy;
  return (
    <>
      <Button kind="secondary" size="small" onClick={copy}>
        <Icon aria-hidden="true" />
        {children}
      </Button>
      <span role="status" className="text-sm text-soft empty:sr-only">
        {outcome === 'copied' && 'Copied'}
        {outcome === 'refused' && 'Your browser does not allow it. Mark the text and copy it.'}
      </span>
    </>
  );
}
