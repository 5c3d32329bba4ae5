'use client';
import { type QueryKey, useQuery } from '@tanstack/react-query';
import type { Failure } from '../../lambdas/kernel/http/client.ts';
import { type OwnWords, type Trouble, troubleOf } from './refusals.ts';
import { answered, RefusedError } from './retries.ts';
import { authorized } from './session/browser.ts';

export interface Read<Data> {
  /** Null until it is there. */
  data: Data | null;
  /** Why the last read brought nothing. */
  trouble: Trouble | null;
  readAgain(): void;
}

export interface ReadOptions {
  /** It is not read where this is false. */
  enabled?: boolean;
  words?: OwnWords;
}

/** What one route answers to the person that the page shows. */
export function useRead<Data>(
  queryKey: QueryKey,
  read: (bearer: string) => Promise<{ ok: true; data: Data } | Failure>,
  { enabled = true, words }: ReadOptions = {},
): Read<Data> {
  const { data, error, refetch } = useQuery({ queryKey, queryFn: () => answered(authorized(read)), enabled });
  return {
    data: data ?? null,
    trouble: error && troubleOf(error instanceof RefusedError ? error.failure : null, words),
    readAgain: () => void refetch(),
  };
}
