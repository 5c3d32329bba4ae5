'use client';
import { ProviderMark } from '../../lib/sign-in-providers/provider-mark.tsx';
import type { Provider } from '../../lib/sign-in-providers/providers.ts';
import { useDeparture } from '../../lib/sign-in-providers/use-departure.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { askToLink } from './own-identities.ts';

/** Leads to a provider, to link an account there. */
export function LinkButtons({ providers }: { providers: readonly Provider[] }) {
  const [departing, depart] = useDeparture();
  const { submit, pending, trouble } = useSubmit({
    send: async (id: string) => {
      const answer = await askToLink(id);
      return answer.ok ? { ...answer, data: { ...answer.data, id } } : answer;
    },
    done: ({ data }) => depart(data.id, data.url),
  });
  if (providers.length === 0) return null;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap gap-3">
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            kind="secondary"
            pending={departing === id}
            disabled={pending || departing !== null}
            onClick={() => void submit(id)}
          >
            <ProviderMark name={name} />
            Link {name}
          </Button>
        ))}
      </div>
      {trouble && !pending && <RefusalSummary trouble={trouble} elsewhere={[]} />}
    </div>
  );
}
