'use client';
import { PageFault } from '../features/service/page-fault.tsx';
import { EntryFrame } from '../ui/entry-frame.tsx';
import './styles.css';

/** Where even the frame of all pages failed. */
export default function GlobalFault({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <EntryFrame>
          <PageFault error={error} again={reset} />
        </EntryFrame>
      </body>
    </html>
  );
}
