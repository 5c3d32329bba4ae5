'use client';
import { useQuery } from '@tanstack/react-query';
import { administration } from '../../../lambdas/flows/administration/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { type Trouble, troubleOf } from '../refusals.ts';
import { answered, isLasting, RefusedError } from '../retries.ts';
import { authorized } from '../session/browser.ts';
import { isOver, type Job } from './job.ts';

const client = createClient({ administration }).administration;

/** Milliseconds between two looks at a job that goes on. */
const lookEvery = 1500;

const words = {
  NOT_FOUND: {
    title: 'This job is not there.',
    advice: 'Only who started a job sees it, and it is kept for some days. Start another one.',
  },
};

export interface JobRead {
  job: Job | null;
  trouble: Trouble | null;
  readAgain(): void;
}

/** A job as it is now, looked at again and again until it is over, or not to be seen. */
export function useJob(id: string): JobRead {
  const { data, error, refetch } = useQuery({
    queryKey: ['jobs', id],
    queryFn: () => answered(authorized((bearer) => client.getJob({ bearer, params: { id } }))),
    refetchInterval: ({ state: { data, error } }) =>
      (data && isOver(data)) || (error && isLasting(error)) ? false : lookEvery,
  });
  return {
    job: data ?? null,
    trouble: error && troubleOf(error instanceof RefusedError ? error.failure : null, words),
    readAgain: () => void refetch(),
  };
}

/** One part of what an export made, the first without a number. */
export function readJobResult(id: string, part: string | undefined) {
  return authorized((bearer) => client.getJobResult({ bearer, params: { id }, query: part ? { part } : {} }));
}
