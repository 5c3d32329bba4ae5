'use client';
import { PageFault } from '../features/service/page-fault.tsx';
import { EntryFrame } from '../ui/entry-frame.tsx';

export default function Fault() {
  return (
    <EntryFrame>
      <PageFault />
    </EntryFrame>
  );
}
