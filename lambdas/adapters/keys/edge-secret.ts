import type { Clock } from '../../ports/clock.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { readDocument } from './secret-document.ts';
import { type OpenSecrets, secretsWhenUsed } from './secrets-when-used.ts';

export interface EdgeSecretOptions {
  clock: Clock;
  /** The name or ARN of a secret `{"a", "b"}`; one of the two may be missing. */
  secret: string;
  open?: OpenSecrets;
}

/** A new value is accepted so soon; the edge sends it only after that. */
const cacheMs = 60_000;

/**
 * What the edge may show as `x-origin-verify`, at most a minute old. While Secrets Manager does not answer, what was
 * read last goes on to count. Throws `DependencyUnavailable` where nothing was ever read.
 */
export function edgeSecret({
  clock,
  secret,
  open = secretsWhenUsed(),
}: EdgeSecretOptions): () => Promise<readonly string[]> {
  let held: { values: readonly string[]; askedAt: number } | undefined;
  let reading: Promise<readonly string[]> | undefined;

  async function read(): Promise<readonly string[]> {
    const askedAt = clock.now().getTime();
    try {
      const { text } = await (await open()).read(secret);
      held = { values: valuesIn(text), askedAt };
    } catch (error) {
      if (!held || !(error instanceof DependencyUnavailable)) throw error;
      held = { ...held, askedAt };
    } finally {
      reading = undefined;
    }
    return held.values;
  }

  return async () => {
    if (held && clock.now().getTime() - held.askedAt < cacheMs) return held.values;
    reading ??= read();
    return reading;
  };
}

function valuesIn(text: string): string[] {
  try {
    const { a, b } = readDocument(text) as { a?: unknown; b?: unknown };
    return [a, b].filter((value): value is string => typeof value === 'string' && value !== '');
  } catch (error) {
    throw new DependencyUnavailable('keys', error);
  }
}
