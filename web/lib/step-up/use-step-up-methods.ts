'use client';
import { useQuery } from '@tanstack/react-query';
import { mfa } from '../../../lambdas/flows/mfa/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import type { StepUpMethod } from '../../../lambdas/kernel/http/fields.ts';
import { type Trouble, troubleOf } from '../refusals.ts';
import { answered, RefusedError } from '../retries.ts';
import { authorized } from '../session/browser.ts';

const { getMfa } = createClient({ mfa }).mfa;

/** What the account takes as a proof, as it is now. */
export function useStepUpMethods(): { methods: StepUpMethod[] | null; trouble: Trouble | null; readAgain(): void } {
  const { data, error, refetch } = useQuery({
    queryKey: ['users', 'me', 'mfa'],
    queryFn: () => answered(authorized((bearer) => getMfa({ bearer }))),
    staleTime: 0,
  });
  return {
    methods: data?.step_up_methods ?? null,
    trouble: error && troubleOf(error instanceof RefusedError ? error.failure : null),
    readAgain: () => void refetch(),
  };
}
