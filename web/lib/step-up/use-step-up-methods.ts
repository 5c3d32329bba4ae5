'use client';
import type { StepUpMethod } from '../../../lambdas/kernel/http/fields.ts';
import { type Trouble, troubleOf } from '../refusals.ts';
import { RefusedError } from '../retries.ts';
import { useWaysIn } from '../ways-in.ts';

/** What the account takes as a proof, as it is now. */
export function useStepUpMethods(): { methods: StepUpMethod[] | null; trouble: Trouble | null; readAgain(): void } {
  const { data, error, refetch } = useWaysIn({ staleTime: 0 });
  return {
    methods: data?.step_up_methods ?? null,
    trouble: error && troubleOf(error instanceof RefusedError ? error.failure : null),
    readAgain: () => void refetch(),
  };
}
