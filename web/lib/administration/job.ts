import type { administration } from '../../../lambdas/flows/administration/contract.ts';
import type { Answer } from '../../../lambdas/kernel/http/client.ts';

/** Work that takes longer than a request. */
export type Job = Extract<Answer<typeof administration.routes.getJob>, { ok: true }>['data'];

/** Whether it goes on no more. */
export function isOver({ state }: Pick<Job, 'state'>): boolean {
  return state === 'done' || state === 'failed';
}
