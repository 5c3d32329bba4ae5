'use client';
import { useCallback, useRef, useState } from 'react';
import type * as z from 'zod/mini';
import type { Failure } from '../../lambdas/kernel/http/client.ts';
import { fieldWords } from '../../lambdas/kernel/http/words.ts';
import { type OwnWords, type Trouble, troubleOf } from './refusals.ts';

export interface Submission<Body, A> {
  /** The route's body in its contract: what it refuses is said before anything is sent. */
  schema?: z.ZodMiniType<unknown, Body>;
  send(body: Body): Promise<A>;
  done(answer: Extract<A, { ok: true }>): void;
  words?: OwnWords;
}

export interface Submitting<Body> {
  submit(body: Body): Promise<void>;
  /** Until the answer is there and dealt with. */
  pending: boolean;
  trouble: Trouble | null;
}

/** Sends a form once at a time and keeps what went wrong; what was typed stays. */
export function useSubmit<Body, A extends { ok: true } | Failure>(submission: Submission<Body, A>): Submitting<Body> {
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const running = useRef(false);
  const latest = useRef(submission);
  latest.current = submission;

  const submit = useCallback(async (body: Body) => {
    if (running.current) return;
    const { schema, send, done, words } = latest.current;
    const faults = schema?.safeParse(body).error?.issues;
    if (faults) return setTrouble(inPlace(fieldWords(faults, body)));
    running.current = true;
    setPending(true);
    try {
      const answer = await answerOf(send(body));
      setTrouble(answer?.ok ? null : troubleOf(answer, words));
      if (answer?.ok) done(answer as Extract<A, { ok: true }>);
    } finally {
      running.current = false;
      setPending(false);
    }
  }, []);
  return { submit, pending, trouble };
}

/** Null where no answer came. */
async function answerOf<A>(call: Promise<A>): Promise<A | null> {
  try {
    return await call;
  } catch {
    return null;
  }
}

function inPlace(fields: Record<string, string>): Trouble {
  return { title: '', advice: '', fields, retryAfterSeconds: null, code: 'VALIDATION_FAILED' };
}
