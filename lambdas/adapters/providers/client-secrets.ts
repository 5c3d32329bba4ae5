import type { Clock } from '../../ports/clock.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { type OpenSecrets, secretsWhenUsed } from '../keys/secrets-when-used.ts';

/** The secret that a provider gave for this platform: a password, or Apple's private key (PKCS #8, PEM). */
export type ClientSecrets = (providerId: string) => Promise<string>;

/** By the provider's id; for one machine, where they stand in the environment. */
export function givenSecrets(secrets: Readonly<Record<string, string>>): ClientSecrets {
  return async (id) => {
    const secret = Object.hasOwn(secrets, id) ? secrets[id] : undefined;
    if (!secret) throw new DependencyUnavailable('keys', new Error(`there is no client secret of ${id}`));
    return secret;
  };
}

/** How long one is believed: a new one is taken up within this time. */
const keptSeconds = 60;

/** By the provider's id, the ARN of its secret in Secrets Manager. */
export function secretsManagerSecrets(
  { clock, open = secretsWhenUsed() }: { clock: Clock; open?: OpenSecrets },
  arns: Readonly<Record<string, string>>,
): ClientSecrets {
  const kept = new Map<string, { text: string; until: number }>();
  return async (id) => {
    const now = clock.now().getTime();
    const known = kept.get(id);
    if (known && now < known.until) return known.text;
    const arn = Object.hasOwn(arns, id) ? arns[id] : undefined;
    if (!arn) throw new DependencyUnavailable('keys', new Error(`there is no client secret of ${id}`));
    const text = (await (await open()).read(arn)).text.trim();
    kept.set(id, { text, until: now + keptSeconds * 1000 });
    return text;
  };
}
