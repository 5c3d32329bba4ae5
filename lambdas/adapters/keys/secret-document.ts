/** What a secret of Secrets Manager holds: keys that the same functions may read, as JSON. */
import type { JWK } from 'jose';
import { type KeyRing, keyPurposes, type SigningKeys, type VerifyingKeys } from '../../ports/keys.ts';
import { parseRing, parseSigning, parseVerifying } from './key-set.ts';
import type { StoredRing, StoredSigning } from './stored-keys.ts';

export interface SecretDocument {
  signing?: StoredSigning;
  /** The public half alone, for those who verify: in a secret of its own. */
  jwks?: { keys: JWK[] };
  rings?: Record<string, StoredRing>;
}

export interface ParsedSecret {
  signing: SigningKeys | null;
  verifying: VerifyingKeys | null;
  rings: ReadonlyMap<string, KeyRing>;
}

/** Throws where the text is no JSON object, and does not say what it is. */
export function readDocument(text: string): SecretDocument {
  try {
    const document = JSON.parse(text) as SecretDocument | null;
    if (typeof document === 'object' && document && !Array.isArray(document)) return document;
  } catch {
    // Said below: the error of the parser quotes what it read.
  }
  throw new Error('the secret is no JSON object');
}

/** Throws where something is no key, in words that quote none. */
export async function parseDocument({ signing, jwks, rings = {} }: SecretDocument): Promise<ParsedSecret> {
  try {
    const known = keyPurposes.filter((purpose) => rings[purpose]);
    return {
      signing: signing ? await parseSigning(signing) : null,
      verifying: jwks ? await parseVerifying(jwks.keys) : null,
      rings: new Map(known.map((purpose) => [purpose, parseRing(purpose, rings[purpose])])),
    };
  } catch (error) {
    // Our own words name no value; those of a library may.
    throw new Error(error instanceof Error && error.name === 'Error' ? error.message : 'the secret holds no keys');
  }
}
