import type { Clock } from '../../ports/clock.ts';
import { keyPurposes } from '../../ports/keys.ts';
import { readDocument, type SecretDocument } from './secret-document.ts';
import type { SecretNames, SecretsManagerKeysOptions } from './secrets-manager.ts';
import type { Secrets } from './secrets-manager-client.ts';
import { secretsWhenUsed } from './secrets-when-used.ts';
import {
  completedRing,
  freshSigning,
  publicJwk,
  type Rotatable,
  rotatedRing,
  rotatedSigning,
  type StoredSigning,
  signingKeys,
} from './stored-keys.ts';

/** For one caller at a time, who may read and write every secret. Both throw `DependencyUnavailable`. */
export interface KeyRotation {
  /** Makes what the secrets lack: all their keys in new ones that hold `{}`. Publishes the public half where it lacks. */
  complete(): Promise<void>;
  /** How long ago the secret that holds the key was written. */
  ageSeconds(what: Rotatable): Promise<number>;
  /**
   * Puts the next keys in charge and publishes new next ones, all of one secret in one write. Throws `RotationTooEarly`,
   * before anything is written, where a next key is not yet known to everyone.
   */
  rotate(what: readonly Rotatable[]): Promise<void>;
}

/** The secret was changed so short a time ago that somebody may not know its next key yet. */
export class RotationTooEarly extends Error {
  override readonly name = 'RotationTooEarly';
}

/** How long a next key has been there before it is used: functions cache secrets, others the published set as well. */
const quietSeconds = { ring: 60, signing: 60 + 300 };

export function secretsManagerRotation(options: SecretsManagerKeysOptions): KeyRotation {
  const { clock, secrets, open = secretsWhenUsed() } = options;

  /** The public half goes first: what signs is never unknown to those who verify. */
  async function write(ready: Secrets, name: string, document: SecretDocument): Promise<void> {
    if (document.signing) await publish(ready, document.signing);
    await ready.write(name, JSON.stringify(document));
  }

  async function publish(ready: Secrets, signing: StoredSigning): Promise<void> {
    if (secrets.verifying === undefined || secrets.verifying === secrets.signing) return;
    const text = JSON.stringify({ jwks: { keys: signingKeys(signing).map(publicJwk) } } satisfies SecretDocument);
    if ((await ready.read(secrets.verifying)).text !== text) await ready.write(secrets.verifying, text);
  }

  return {
    async complete() {
      const ready = await open();
      for (const [name, keys] of bySecret(secrets, ['signing', ...keyPurposes])) {
        const { text } = await ready.read(name);
        const document = await completedDocument(readDocument(text), keys);
        if (JSON.stringify(document) !== text) await write(ready, name, document);
        else if (document.signing) await publish(ready, document.signing);
      }
    },
    async ageSeconds(what) {
      const [name = ''] = bySecret(secrets, [what]).keys();
      const { writtenAt } = await (await open()).read(name);
      return (clock.now().getTime() - writtenAt.getTime()) / 1000;
    },
    async rotate(what) {
      const ready = await open();
      const due = await Promise.all(
        [...bySecret(secrets, what)].map(async ([name, keys]) => ({ name, keys, held: await ready.read(name) })),
      );
      for (const { name, keys, held } of due) refuseEarly(clock, name, keys, held.writtenAt);
      for (const { name, keys, held } of due) {
        await write(ready, name, await rotatedDocument(readDocument(held.text), keys));
      }
    },
  };
}

/** The keys that each secret is to hold. */
function bySecret(secrets: SecretNames, keys: readonly Rotatable[]): Map<string, Rotatable[]> {
  const grouped = new Map<string, Rotatable[]>();
  for (const key of keys) {
    const name = secrets[key];
    if (name === undefined) throw new Error(`no secret is configured for the keys of ${key}`);
    grouped.set(name, [...(grouped.get(name) ?? []), key]);
  }
  return grouped;
}

async function completedDocument(held: SecretDocument, keys: readonly Rotatable[]): Promise<SecretDocument> {
  const document = { ...held };
  for (const key of keys) {
    if (key === 'signing') document.signing ??= await freshSigning();
    else document.rings = { ...document.rings, [key]: completedRing(document.rings?.[key]) };
  }
  return document;
}

async function rotatedDocument(held: SecretDocument, keys: readonly Rotatable[]): Promise<SecretDocument> {
  const document = { ...(await completedDocument(held, keys)) };
  for (const key of keys) {
    if (key !== 'signing') document.rings = { ...document.rings, [key]: rotatedRing(document.rings?.[key]) };
    else if (document.signing) document.signing = await rotatedSigning(document.signing);
  }
  return document;
}

function refuseEarly(clock: Clock, name: string, keys: readonly Rotatable[], writtenAt: Date): void {
  const quiet = keys.includes('signing') ? quietSeconds.signing : quietSeconds.ring;
  const ageSeconds = (clock.now().getTime() - writtenAt.getTime()) / 1000;
  if (ageSeconds < quiet) throw new RotationTooEarly(`${name} was changed less than ${quiet} seconds ago`);
}
