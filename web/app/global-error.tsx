'use client';
import { PageFault } from '../features/service/page-fault.tsx';
import { EntryFrame } from '../ui/entry-frame.tsx';
import './styles.css';

/** Where even the frame of all pages failed. */
export default function GlobalFault() {
  return (
    <html lang="en">
      <body>
        <EntryFrame>
          <PageFault />
        </EntryFrame>
      </body>
    </html>
  );
}
