import type { ReactNode } from 'react';
import { Section } from '../section.tsx';

/** A part of the gallery. */
export function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <div id={id} className="scroll-mt-4">
      <Section title={title}>
        <div className="grid grid-cols-1 gap-8">{children}</div>
      </Section>
    </div>
  );
}

/** One component in one state, or a few in a row. */
export function Specimen({ of, wide = false, children }: { of: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3">
      <h3 className="text-sm font-semibold text-soft">{of}</h3>
      <div className={wide ? 'min-w-0' : 'flex flex-wrap items-center gap-3'}>{children}</div>
    </div>
  );
}
