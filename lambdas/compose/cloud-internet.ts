/** The composition of a flow's function that reaches the internet (`needs: ['internet']`). */
import type { OpenSecrets } from '../adapters/keys/secrets-when-used.ts';
import { secretsManagerSecrets } from '../adapters/providers/client-secrets.ts';
import { ambientEnvironment } from '../kernel/config.ts';
import type { Platform } from '../kernel/context.ts';
import type { Flow } from '../kernel/http/flow.ts';
import type { HttpFunction } from '../kernel/http/function.ts';
import { readProviderSecrets } from '../kernel/sign-in-providers.ts';
import { cloudFunction } from './cloud.ts';
import { openProviders } from './providers.ts';

/** As `cloudFunction`, with sign-in providers, whose client secrets are in Secrets Manager. */
export function internetFunction(flow: Flow): HttpFunction {
  return cloudFunction(flow, withProviders);
}

function withProviders({ config, clock }: Platform, open: OpenSecrets): Pick<Platform, 'providers'> {
  const arns = readProviderSecrets(ambientEnvironment().GATEHOUSE_PROVIDER_SECRETS);
  return { providers: openProviders({ config, clock, secretOf: secretsManagerSecrets({ clock, open }, arns) }) };
}
