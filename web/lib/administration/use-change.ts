'use client';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { v4 } from 'uuid';
import type { Failure } from '../../../lambdas/kernel/http/client.ts';
import { createAttemptKeys } from '../attempt-keys.ts';
import type { OwnWords } from '../refusals.ts';
import { authorized } from '../session/browser.ts';
import { type Submission, type Submitting, useSubmit } from '../use-submit.ts';
import type { ChangeCall } from './change-call.ts';
import { changeWords } from './change-words.ts';

export interface Change<Body, A> extends Pick<Submission<Body, A>, 'schema' | 'done'> {
  send(body: Body, call: ChangeCall): Promise<A>;
  words?: OwnWords;
  /** What is read again once an answer is there, whatever it is. */
  concerns: readonly QueryKey[];
}

/**
 * Something that an administrator changes: sent under a key of its own, which what is sent again by itself (with a fresh
 * token, after a proof in place) bears too; refused in words; and then read again.
 */
export function useChange<Body, A extends { ok: true } | Failure>(change: Change<Body, A>): Submitting<Body> {
  const queries = useQueryClient();
  const [keys] = useState(() => createAttemptKeys(v4));
  const { schema, send, done, words, concerns } = change;
  return useSubmit<Body, A | Failure>({
    ...(schema && { schema }),
    words: { ...changeWords, ...words },
    send: (body) =>
      keys
        .send(body, (key) => authorized((bearer) => send(body, { bearer, headers: { 'idempotency-key': key } })))
        .finally(() => {
          for (const queryKey of concerns) void queries.invalidateQueries({ queryKey });
        }),
    done: (answer) => done(answer as Extract<A, { ok: true }>),
  });
}
