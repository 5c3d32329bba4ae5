/** What can be done with many users at once, as the API calls it, and in words. */
import type * as z from 'zod/mini';
import type { routes } from '../client.ts';
import { graceDays } from './account-actions.ts';

export type BulkAction = z.input<typeof routes.startBulk.body>['action'];

export interface BulkWords {
  action: BulkAction;
  button: string;
  /** The question, by how many. */
  question(count: number): string;
  consequence: string;
  cancel: string;
  done: string;
  danger?: boolean;
  /** It cannot be undone: the number is typed. */
  byWords?: boolean;
}

/** What can be done with those who are deleted is another thing. */
export function bulkActionsFor(areDeleted: boolean): readonly BulkWords[] {
  return bulkActions.filter(({ action }) => (action === 'restore') === areDeleted);
}

const users = (count: number) => (count === 1 ? '1 user' : `${count} users`);

const bulkActions: readonly BulkWords[] = [
  {
    action: 'disable',
    button: 'Disable',
    question: (count) => `Disable ${users(count)}?`,
    consequence: 'Their sessions end at once, and nobody can sign in to these accounts until they are enabled again.',
    cancel: 'Leave them enabled',
    done: 'Those who could be disabled are.',
    danger: true,
  },
  {
    action: 'enable',
    button: 'Enable',
    question: (count) => `Enable ${users(count)}?`,
    consequence: 'They can sign in again with what they signed in with before.',
    cancel: 'Leave them as they are',
    done: 'Those who could be enabled are.',
  },
  {
    action: 'end_sessions',
    button: 'End sessions',
    question: (count) => `Sign ${users(count)} out everywhere?`,
    consequence: 'What they have not saved may be lost. They can sign in again at once.',
    cancel: 'Keep them signed in',
    done: 'They are signed out everywhere.',
    danger: true,
  },
  {
    action: 'password_reset',
    button: 'Send reset links',
    question: (count) => `Send ${users(count)} a link to set a new password?`,
    consequence: 'Each mail goes to the address of the account. Old passwords work until new ones are set.',
    cancel: 'Send nothing',
    done: 'Those whom a link helps have one.',
  },
  {
    action: 'restore',
    button: 'Bring back',
    question: (count) => `Bring ${users(count)} back?`,
    consequence:
      'They come back without roles and sessions. Nobody can sign in to them until their owners set new passwords, to which a mail leads each; who was disabled before is so still, and gets none.',
    cancel: 'Leave them deleted',
    done: 'Those who could be brought back are.',
  },
  {
    action: 'delete',
    button: 'Delete',
    question: (count) => `Delete ${users(count)}?`,
    consequence: `Sessions end, roles are let go for good, and the addresses are free again. For ${graceDays} days the accounts can be brought back; after that nothing is left. Whoever verified an address is told by mail.`,
    cancel: 'Keep them',
    done: 'Those who could be deleted are.',
    danger: true,
    byWords: true,
  },
];
