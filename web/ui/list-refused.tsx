import type { Trouble } from '../lib/refusals.ts';
import { Button } from './button.tsx';
import { RefusalSummary } from './refusal-summary.tsx';

/** In the place of what could not be read. */
export function ListRefused({ trouble, onTryAgain }: { trouble: Trouble; onTryAgain(): void }) {
  return (
    <RefusalSummary trouble={trouble} elsewhere={[]}>
      {/* What a page was asked for by its address can be mended there. */}
      {Object.entries(trouble.fields).map(([name, words]) => (
        <p key={name}>
          {name.replace(/^filter\[(.+)\]$/, '$1').replaceAll('_', ' ')}: {words}
        </p>
      ))}
      <Button kind="secondary" onClick={onTryAgain}>
        Try again
      </Button>
    </RefusalSummary>
  );
}
