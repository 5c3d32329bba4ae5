'use client';
import { Button } from '../../ui/button.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { authorized } from '../session/browser.ts';
import { returnTo } from '../session/return-to.ts';
import { client } from '../sign-in-providers/client.ts';
import { useIdentities } from '../sign-in-providers/identities.ts';
import { ProviderMark } from '../sign-in-providers/provider-mark.tsx';
import { useProviders } from '../sign-in-providers/providers.ts';
import { useDeparture } from '../sign-in-providers/use-departure.ts';
import { useSubmit } from '../use-submit.ts';

/**
 * The provider asks who somebody is: they leave for its page, and come back to this one, which says how it ended. What
 * they were about to do is then to be done again.
 */
export function ProviderProof() {
  const providers = useProviders();
  const { data } = useIdentities();
  const [departing, depart] = useDeparture();
  const { submit, pending, trouble } = useSubmit({
    async send(provider: string) {
      const body = { return_to: returnTo(location.pathname + location.search) };
      const answer = await authorized((bearer) =>
        client.reauthenticateByProvider({ bearer, params: { provider }, body }),
      );
      return answer.ok ? { ...answer, data: { ...answer.data, provider } } : answer;
    },
    done: ({ data: { provider, url } }) => depart(provider, url),
  });
  if (!data) return <Loading what="your linked accounts" lines={1} />;
  const able = providers.filter(({ id, steps_up }) => steps_up && data.some(({ provider }) => provider === id));
  return (
    <div className="grid gap-4">
      <p>
        {able.length > 0
          ? 'Your provider asks you to sign in, and then leads back to this page. Do there once more what you wanted to do.'
          : 'The providers that you linked cannot ask you anew. Sign out and in again, then try once more.'}
      </p>
      {able.map(({ id, name }) => (
        <Button
          key={id}
          kind="secondary"
          wide
          pending={departing === id}
          disabled={pending || departing !== null}
          onClick={() => void submit(id)}
        >
          <ProviderMark name={name} />
          Go to {name}
        </Button>
      ))}
      {trouble && !pending && <RefusalSummary trouble={trouble} elsewhere={[]} />}
    </div>
  );
}
