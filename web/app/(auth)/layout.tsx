import type { ReactNode } from 'react';
import { EntryFrame } from '../../ui/entry-frame.tsx';

/** Where people come in. */
export default function EntryLayout({ children }: { children: ReactNode }) {
  return <EntryFrame>{children}</EntryFrame>;
}
