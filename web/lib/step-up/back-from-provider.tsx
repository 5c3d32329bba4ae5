'use client';
import { Notice } from '../../ui/notice.tsx';
import { linkingPage, type Outcome } from '../sign-in-providers/outcome.ts';
import { useOutcome } from '../sign-in-providers/use-outcome.ts';

/** For whoever left a page of their account to show a provider that it is them: the call that asked for it is over. */
export function BackFromProvider() {
  const outcome = useOutcome(isOfProof);
  if (!outcome) return null;
  return (
    <div className="pb-6">
      {outcome.kind === 'refused' ? (
        <Notice announce kind="danger" title={outcome.title}>
          <p>{outcome.advice} Nothing was changed.</p>
        </Notice>
      ) : (
        <Notice announce kind="success" title="Thank you, it is you.">
          <p>Now do once more what you wanted to do: for the next ten minutes you are not asked again.</p>
        </Notice>
      )}
    </div>
  );
}

function isOfProof({ kind }: Outcome): boolean {
  return kind === 'confirmed' || (kind === 'refused' && location.pathname !== linkingPage);
}
