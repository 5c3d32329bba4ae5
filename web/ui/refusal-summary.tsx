import type { ReactNode } from 'react';
import { type Trouble, waitWords } from '../lib/refusals.ts';
import { Notice } from './notice.tsx';

export interface RefusalSummaryProps {
  trouble: Trouble;
  /** The names of the refused fields that a person cannot mend here. */
  elsewhere: readonly string[];
  /** Further help: a link or a button. */
  children?: ReactNode;
}

/** What was refused, why, and what to do next; read out as it appears. */
export function RefusalSummary({ trouble, elsewhere, children }: RefusalSummaryProps) {
  const hidden = elsewhere.length > 0;
  return (
    <Notice announce kind="danger" title={hidden ? 'This page sent something that was refused.' : trouble.title}>
      {hidden && (
        <ul className="list-disc pl-5">
          {elsewhere.map((name) => (
            <li key={name}>
              {name}: {trouble.fields[name]}
            </li>
          ))}
        </ul>
      )}
      <p>
        {hidden ? 'Reload the page and try again.' : trouble.advice}
        {trouble.retryAfterSeconds !== null && ` The next try is possible in ${waitWords(trouble.retryAfterSeconds)}.`}
      </p>
      {children}
    </Notice>
  );
}
