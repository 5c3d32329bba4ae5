import type { AwsService } from '../aws/service.ts';
import type { Secrets } from './secrets-manager-client.ts';

export type OpenSecrets = () => Promise<Secrets>;

/** A client of Secrets Manager that is loaded at its first use: whoever is given the same one shares its connections. */
export function secretsWhenUsed(service: AwsService = {}): OpenSecrets {
  let opening: Promise<Secrets> | undefined;
  return () => {
    opening ??= import('./secrets-manager-client.ts').then(({ openSecrets }) => openSecrets(service));
    return opening;
  };
}
