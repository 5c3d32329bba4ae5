import { whenUsed } from '../../kernel/when-used.ts';
import type { AwsService } from '../aws/service.ts';
import type { Secrets } from './secrets-manager-client.ts';

export type OpenSecrets = () => Promise<Secrets>;

/** A client of Secrets Manager that is loaded at its first use: whoever is given the same one shares its connections. */
export function secretsWhenUsed(service: AwsService = {}): OpenSecrets {
  return whenUsed(async () => (await import('./secrets-manager-client.ts')).openSecrets(service));
}
