'use client';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { ProviderMark } from '../../lib/sign-in-providers/provider-mark.tsx';
import { startAddress, useProviders } from '../../lib/sign-in-providers/providers.ts';
import { useDeparture } from '../../lib/sign-in-providers/use-departure.ts';
import { Button } from '../../ui/button.tsx';

/** A button for each provider that signs people in here; nothing where there is none. */
export function ProviderButtons() {
  const providers = useProviders();
  const [departing, depart] = useDeparture();
  return providers.map((provider) => (
    <Button
      key={provider.id}
      kind="secondary"
      wide
      pending={departing === provider.id}
      disabled={departing !== null}
      onClick={() => depart(provider.id, startAddress(provider, wantedPage()))}
    >
      <ProviderMark name={provider.name} />
      Continue with {provider.name}
    </Button>
  ));
}
