import type { Clock } from '../../ports/clock.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import type { KeyPurpose, Keys } from '../../ports/keys.ts';
import { type ParsedSecret, parseDocument, readDocument } from './secret-document.ts';
import { type OpenSecrets, secretsWhenUsed } from './secrets-when-used.ts';

export interface SecretsManagerKeysOptions {
  clock: Clock;
  secrets: SecretNames;
  open?: OpenSecrets;
}

/** The secret that holds each key, by name or ARN; several keys may share one. A function is given what it may read. */
export type SecretNames = Partial<Record<KeyPurpose | 'signing' | 'verifying', string>>;

/** What the port allows a dropped key to live on in a cache. */
const cacheMs = 60_000;

/**
 * Keys in AWS Secrets Manager, read when they are first asked for and again once they are a minute old; parsed anew only
 * where their version has changed. Throws `DependencyUnavailable` where a secret cannot be read or holds no keys.
 */
export function secretsManagerKeys({ clock, secrets, open = secretsWhenUsed() }: SecretsManagerKeysOptions): Keys {
  const caches = new Map<string, () => Promise<ParsedSecret>>();

  function secretWith(what: keyof SecretNames): Promise<ParsedSecret> {
    const name = secrets[what];
    if (name === undefined) throw new Error(`no secret is configured for the keys of ${what}`);
    const cache = caches.get(name) ?? cached(name, clock, open);
    caches.set(name, cache);
    return cache();
  }

  return {
    signing: async () => (await secretWith('signing')).signing ?? missing('signing'),
    async verifying() {
      if (secrets.verifying === undefined) return (await secretWith('signing')).signing ?? missing('signing');
      return (await secretWith('verifying')).verifying ?? missing('verifying');
    },
    ring: async (purpose) => (await secretWith(purpose)).rings.get(purpose) ?? missing(purpose),
  };
}

/** One secret as it was last read, at most a minute ago; whoever asks while it is read waits for the same answer. */
function cached(name: string, clock: Clock, open: OpenSecrets): () => Promise<ParsedSecret> {
  let held: { parsed: ParsedSecret; version: string; askedAt: number } | undefined;
  let reading: Promise<ParsedSecret> | undefined;

  async function read(): Promise<ParsedSecret> {
    try {
      const ready = await open();
      const askedAt = clock.now().getTime();
      const { text, version } = await ready.read(name);
      const parsed = held?.version === version ? held.parsed : await parsedSecret(name, text);
      held = { parsed, version, askedAt };
      return parsed;
    } finally {
      reading = undefined;
    }
  }

  return async () => {
    if (held && clock.now().getTime() - held.askedAt < cacheMs) return held.parsed;
    reading ??= read();
    return reading;
  };
}

async function parsedSecret(name: string, text: string): Promise<ParsedSecret> {
  try {
    return await parseDocument(readDocument(text));
  } catch (error) {
    throw new DependencyUnavailable('keys', new Error(`${name}: ${(error as Error).message}`));
  }
}

function missing(what: string): never {
  throw new DependencyUnavailable('keys', new Error(`the secret configured for the keys of ${what} holds none`));
}
