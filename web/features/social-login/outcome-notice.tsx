'use client';
import { useOutcome } from '../../lib/sign-in-providers/use-outcome.ts';
import { Notice } from '../../ui/notice.tsx';

/** Why signing in by a provider did not work, on the page that a refusal leads to. */
export function RefusedByProvider() {
  const outcome = useOutcome();
  if (outcome?.kind !== 'refused') return null;
  return (
    <Notice announce kind="danger" title={outcome.title}>
      <p>{outcome.advice}</p>
    </Notice>
  );
}
