import { createHash } from 'node:crypto';
import type { Log } from '../../kernel/log.ts';
import type { BreachedPasswords } from '../../ports/breached-passwords.ts';

export interface RangeOptions {
  /** The service's origin, and the only host that is called. */
  origin: string;
  log: Log;
}

const answerMs = 1_000;
/** A padded range has up to some 2,000 lines; more is no answer. */
const mostBytes = 512 * 1024;
/** A prefix of 20 bits, which thousands of passwords share. */
const prefixLength = 5;

/**
 * The range search of Pwned Passwords (k-anonymity): the first five hexadecimal digits of the SHA-1 are sent, the rest is
 * looked for here. `Add-Padding` hides by its length which range was asked for. It fails open: a list that is down locks
 * nobody out.
 */
export function rangeSearch({ origin, log }: RangeOptions): BreachedPasswords {
  return {
    async has(password) {
      const hash = createHash('sha1').update(password.normalize('NFKC')).digest('hex').toUpperCase();
      try {
        return isListed(await range(origin, hash.slice(0, prefixLength)), hash.slice(prefixLength));
      } catch (error) {
        log.warn('the list of breached passwords did not answer', { error });
        return false;
      }
    },
  };
}

async function range(origin: string, prefix: string): Promise<string> {
  const response = await fetch(`${origin}/range/${prefix}`, {
    headers: { 'add-padding': 'true', 'user-agent': 'Gatehouse' },
    redirect: 'error',
    signal: AbortSignal.timeout(answerMs),
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  let size = 0;
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('latin1');
}

/** Lines are `SUFFIX:COUNT`; those of the padding have the count 0. */
function isListed(lines: string, suffix: string): boolean {
  return lines.split('\n').some((line) => {
    const [found, count] = line.trim().split(':');
    return found?.toUpperCase() === suffix && Number(count) > 0;
  });
}
