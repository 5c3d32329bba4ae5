import { type Config, readConfig } from '../lambdas/kernel/config.ts';
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

/** The origin that mails and tokens name. */
export function originAt(port: number): string {
  return port === 80 ? 'http://localhost' : `http://localhost:${port}`;
}
