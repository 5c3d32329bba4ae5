'use client';
import { PageFault } from '../features/service/page-fault.tsx';
import { EntryFrame } from '../ui/entry-frame.tsx';

export default function Fault({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <EntryFrame>
      <PageFault error={error} again={reset} />
    </EntryFrame>
  );
}
