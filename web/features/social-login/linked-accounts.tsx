'use client';
import { useEffect, useRef } from 'react';
import { troubleOf } from '../../lib/refusals.ts';
import { RefusedError } from '../../lib/retries.ts';
import { type Identity, useIdentities } from '../../lib/sign-in-providers/identities.ts';
import type { Outcome } from '../../lib/sign-in-providers/outcome.ts';
import { ProviderMark } from '../../lib/sign-in-providers/provider-mark.tsx';
import { type Provider, useProviders } from '../../lib/sign-in-providers/providers.ts';
import { useOutcome } from '../../lib/sign-in-providers/use-outcome.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { Section } from '../../ui/section.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { LinkButtons } from './link-buttons.tsx';
import { UnlinkAccount } from './unlink-account.tsx';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** The accounts at providers that sign a person in; nothing where no provider does and none is linked. */
export function LinkedAccounts() {
  const providers = useProviders();
  const { data, error, refetch } = useIdentities();
  if (providers.length === 0 && (data?.length ?? 0) === 0) return null;
  return (
    <Section
      title="Linked accounts"
      description="Sign in with an account that you have elsewhere. What you do there stays there: we are told who you are, and nothing else."
    >
      <div className="grid gap-5">
        <Told providers={providers} />
        {error && !data ? (
          <RefusalSummary trouble={troubleOf(error instanceof RefusedError ? error.failure : null)} elsewhere={[]}>
            <Button kind="secondary" onClick={() => refetch()}>
              Try again
            </Button>
          </RefusalSummary>
        ) : (
          <Linked identities={data} providers={providers} />
        )}
        <LinkButtons providers={providers} />
      </div>
    </Section>
  );
}

/** A proof of who somebody is is told on every page of the account (`lib/step-up`). */
function isOfLinking({ kind }: Outcome): boolean {
  return kind !== 'confirmed';
}

/** What the way to a provider ended with. */
function Told({ providers }: { providers: readonly Provider[] }) {
  const outcome = useOutcome(isOfLinking);
  const place = useRef<HTMLDivElement>(null);
  // The section stands below others: whoever comes back sees what they came back for.
  useEffect(() => {
    if (outcome) place.current?.scrollIntoView({ block: 'center' });
  }, [outcome]);
  return (
    <div ref={place} className="empty:hidden">
      {outcome && <ToldOf outcome={outcome} providers={providers} />}
    </div>
  );
}

function ToldOf({ outcome, providers }: { outcome: Outcome; providers: readonly Provider[] }) {
  if (outcome.kind === 'refused')
    return (
      <Notice announce kind="danger" title={outcome.title}>
        <p>{outcome.advice}</p>
      </Notice>
    );
  if (outcome.kind === 'confirmed') return null;
  return <Notice announce kind="success" title={`${nameOf(providers, outcome.provider)} signs you in from now on.`} />;
}

function Linked({ identities, providers }: { identities: Identity[] | undefined; providers: readonly Provider[] }) {
  if (!identities) return <Loading what="your linked accounts" lines={2} />;
  if (identities.length === 0) return <p className="text-soft">No account is linked.</p>;
  return (
    <ul className="grid divide-y divide-line">
      {identities.map((identity) => {
        const name = nameOf(providers, identity.provider);
        return (
          <li key={identity.id} className="flex items-center justify-between gap-4 py-3 first:pt-0 last:pb-0">
            <span className="flex min-w-0 items-center gap-3">
              <ProviderMark name={name} />
              <span className="min-w-0">
                <span className="block font-semibold wrap-anywhere">{name}</span>
                {identity.email !== null && <span className="block wrap-anywhere">{identity.email}</span>}
                <span className="block text-sm text-soft">
                  Linked <time dateTime={identity.created_at}>{day.format(new Date(identity.created_at))}</time>
                </span>
              </span>
            </span>
            <span className="shrink-0">
              <UnlinkAccount identity={identity} name={name} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** A provider that is configured no more is called by its id. */
function nameOf(providers: readonly Provider[], id: string): string {
  return providers.find((one) => one.id === id)?.name ?? id;
}
