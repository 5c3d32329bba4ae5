'use client';
import { troubleOf } from '../../lib/refusals.ts';
import { RefusedError } from '../../lib/retries.ts';
import type { Me } from '../../lib/session/me.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Over a page whose person could not be read again: it goes on with what was read before. */
export function StaleNotice({ me: { error, isReading, readAgain } }: { me: Me }) {
  if (!error) return null;
  const { title, advice } = troubleOf(error instanceof RefusedError ? error.failure : null);
  return (
    <div className="pb-6">
      <Notice announce kind="warning" title="What you see may be out of date">
        <p>
          {title} {advice}
        </p>
        <div className="pt-2">
          <Button kind="secondary" size="small" pending={isReading} onClick={readAgain}>
            Try again
          </Button>
        </div>
      </Notice>
    </div>
  );
}
