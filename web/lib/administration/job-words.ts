import type { Job } from './job.ts';

/** Why a job did not come to its end. */
const failures: Readonly<Record<string, string>> = {
  starter_gone: 'The account that started it is disabled or gone.',
  session_ended: 'The session that started it is over.',
  permission_lost: 'The permission that it takes was lost meanwhile.',
  internal: 'Something went wrong on our side.',
};

export function failureWords({ reason }: Pick<Job, 'reason'>): string {
  return `${(reason && failures[reason]) ?? failures.internal} What was done before stays done.`;
}

const errors: Readonly<Record<string, string>> = {
  FORBIDDEN: 'holds permissions that you do not hold',
  LAST_ADMIN: 'is the last administrator',
  NOT_FOUND: 'is not there any more',
  CONFLICT: 'is in a state that does not allow it, or was changed at the same moment',
  EMAIL_TAKEN: 'has an address that belongs to another account by now',
  RATE_LIMITED: 'got several mails within the hour',
  ALREADY_DONE: 'was so already',
};

/** Why one of many was left as it was. */
export function errorWords(code: string): string {
  return errors[code] ?? 'could not be changed';
}

/** How far it is. */
export function progressWords({ done, total }: Pick<Job, 'done' | 'total'>, what: string): string {
  const number = (count: number) => count.toLocaleString('en-GB');
  return total === null ? `${number(done)} ${what} so far` : `${number(done)} of ${number(total)} ${what}`;
}
