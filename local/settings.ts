import { type Config, ConfigurationError, readConfig } from '../lambdas/kernel/config.ts';
import { readProviderSecrets } from '../lambdas/kernel/sign-in-providers.ts';
import { ownOrigins } from './gateway/host.ts';
import type { LocalOptions } from './options.ts';

/**
 * The platform's configuration on this machine: its own defaults, then the `GATEHOUSE_*` settings of the environment,
 * then what a platform on one port of one machine cannot have otherwise.
 *
 * @throws ConfigurationError with every fault of the settings.
 */
export function localConfig({ host, settings, limits }: LocalOptions, port: number): Config {
  const allowed = [...ownOrigins(host, port), settings.GATEHOUSE_ALLOWED_ORIGINS ?? ''];
  return readConfig({
    GATEHOUSE_HASH_COST: '10',
    GATEHOUSE_RP_ID: 'localhost',
    GATEHOUSE_MAIL_FROM: 'no-reply@localhost.localdomain',
    GATEHOUSE_SECURITY_CONTACT: 'mailto:security@localhost.localdomain',
    ...settings,
    GATEHOUSE_MODE: 'local',
    GATEHOUSE_ORIGIN: originAt(port),
    GATEHOUSE_ALLOWED_ORIGINS: allowed.join(','),
    ...(!limits && { GATEHOUSE_RATE_LIMITS: 'false' }),
  });
}

/**
 * The client secrets of sign-in providers, by their ids.
 *
 * @throws ConfigurationError where they cannot be read; it does not repeat them.
 */
export function providerSecretsOf({ settings }: LocalOptions): Record<string, string> {
  try {
    return readProviderSecrets(settings.GATEHOUSE_PROVIDER_SECRETS);
  } catch (error) {
    throw new ConfigurationError([error instanceof Error ? error.message : String(error)]);
  }
}

/** The origin that mails and tokens name. */
export function originAt(port: number): string {
  return port === 80 ? 'http://localhost' : `http://localhost:${port}`;
}
