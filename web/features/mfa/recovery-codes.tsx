'use client';
import { Download, Printer } from 'lucide-react';
import { brand } from '../../lib/brand.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';

export interface RecoveryCodesProps {
  codes: readonly string[];
  /** The person says that they are kept. */
  onKept(): void;
}

/** Shown this once: to be copied, saved as a file or printed. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const text = `Recovery codes of ${brand.name} (${location.host}). Each works once.\n\n${codes.join('\n')}\n`;
  return (
    <div data-print="" className="grid gap-5">
      <ul className="grid grid-cols-1 gap-x-6 gap-y-2 rounded-control border border-line bg-sunken p-4 font-mono min-[22rem]:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2 print:hidden">
        <CopyButton text={text}>Copy</CopyButton>
        <Button kind="secondary" size="small" onClick={() => save(text)}>
          <Download aria-hidden="true" />
          Save as a file
        </Button>
        <Button kind="secondary" size="small" onClick={() => print()}>
          <Printer aria-hidden="true" />
          Print
        </Button>
      </div>
      <Button wide onClick={onKept}>
        I have kept them
      </Button>
    </div>
  );
}

function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(address);
}
