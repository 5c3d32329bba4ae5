'use client';
import { useCallback, useRef, useState } from 'react';
import type { Failure } from '../../../lambdas/kernel/http/client.ts';
import { type OwnWords, type Trouble, troubleOf } from '../refusals.ts';
import { NoPasskeyError } from './ceremony.ts';
import { noPasskeyTrouble } from './words.ts';

export interface Ceremony<Options, Credential, A> {
  /** Asks the platform for its challenge. */
  ask(): Promise<{ ok: true; data: Options } | Failure>;
  /** Asks the browser. */
  use(options: Options): Promise<Credential>;
  /** Gives the platform what the browser gave. */
  send(credential: Credential): Promise<A>;
  done(answer: Extract<A, { ok: true }>): void;
  words: OwnWords;
}

export interface RunningCeremony {
  run(): Promise<void>;
  pending: boolean;
  trouble: Trouble | null;
  /** The page asks anew. */
  forget(): void;
}

/** The three steps of using or making a passkey, once at a time; keeps what went wrong. */
export function useCeremony<Options, Credential, A extends { ok: true } | Failure>(
  ceremony: Ceremony<Options, Credential, A>,
): RunningCeremony {
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const running = useRef(false);
  const latest = useRef(ceremony);
  latest.current = ceremony;

  const run = useCallback(async () => {
    if (running.current) return;
    running.current = true;
    setPending(true);
    try {
      setTrouble(await goThrough(latest.current));
    } finally {
      running.current = false;
      setPending(false);
    }
  }, []);
  return { run, pending, trouble, forget: () => setTrouble(null) };
}

/** What went wrong, or null. */
async function goThrough<Options, Credential, A extends { ok: true } | Failure>({
  ask,
  use,
  send,
  done,
  words,
}: Ceremony<Options, Credential, A>): Promise<Trouble | null> {
  try {
    const asked = await ask();
    if (!asked.ok) return troubleOf(asked, words);
    const answer = await send(await use(asked.data));
    if (!answer.ok) return troubleOf(answer, words);
    done(answer as Extract<A, { ok: true }>);
    return null;
  } catch (error) {
    return error instanceof NoPasskeyError ? noPasskeyTrouble(error.why, error.step) : troubleOf(null);
  }
}
