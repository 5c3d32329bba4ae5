'use client';
import { useEffect, useRef } from 'react';
import type { Trouble } from '../lib/refusals.ts';
import { Button } from './button.tsx';
import { RefusalSummary } from './refusal-summary.tsx';

export interface ShowMoreProps {
  /** How many are shown, and what they are called: 'sessions'. */
  shown: number;
  what: string;
  /** Which of them: 'newest' where nothing is said. */
  which?: string;
  hasMore: boolean;
  pending: boolean;
  trouble: Trouble | null;
  onMore(): void;
}

/** Below a list that comes in pages. What is shown is said; the focus stays where the button was when it has gone. */
export function ShowMore({ shown, what, which = 'newest', hasMore, pending, trouble, onMore }: ShowMoreProps) {
  const end = useRef<HTMLParagraphElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current && !hasMore) end.current?.focus();
  }, [hasMore]);
  const more = () => {
    asked.current = true;
    onMore();
  };
  return (
    <div className="grid justify-items-center gap-3 pt-5">
      {trouble && !pending && <RefusalSummary trouble={trouble} elsewhere={[]} />}
      <p ref={end} tabIndex={-1} role="status" className="rounded-control text-sm text-soft">
        {shown === 0 ? 'There is more to look at.' : `${hasMore ? `The ${which}` : 'All'} ${shown} ${what} are shown.`}
      </p>
      {hasMore && (
        <Button kind="secondary" pending={pending} onClick={more}>
          Show more
        </Button>
      )}
    </div>
  );
}
