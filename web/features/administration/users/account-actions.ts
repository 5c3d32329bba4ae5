/** What can be done with one press and a question, each in its own words. */
import type { Failure } from '../../../../lambdas/kernel/http/client.ts';
import { deletionGraceSeconds } from '../../../../lambdas/kernel/http/deletion-grace.ts';
import type { AdminPermission } from '../../../lib/permissions.ts';
import type { OwnWords } from '../../../lib/refusals.ts';
import { client } from '../client.ts';
import { type AccountCall, ifUnchanged } from './account-call.ts';
import type { ManagedUser } from './managed-user.ts';

export interface AccountAction {
  key: string;
  permission: AdminPermission;
  /** Whether it makes sense for this account. */
  fits(user: ManagedUser): boolean;
  /** What it does, in a line of the list. */
  title: string;
  lead: string;
  button: string;
  /** Something is lost by it. */
  danger?: boolean;
  /** It cannot be undone: the address is typed. */
  byWords?: boolean;
  question(user: ManagedUser): string;
  consequence: string;
  cancel: string;
  /** Said once it is done. */
  done(user: ManagedUser): string;
  words?: OwnWords;
  send(user: ManagedUser, call: AccountCall): Promise<{ ok: true } | Failure>;
}

const isThere = ({ deleted_at: at }: ManagedUser) => at === null;
const nameOf = ({ name, email }: ManagedUser) => name || email;
/** How long a deleted account can be brought back. */
export const graceDays = deletionGraceSeconds / 86_400;

const tooManyMails = {
  title: 'This address got several mails within the hour.',
  advice: 'The newest one still works. Ask them to look for it.',
};

export const accountActions: readonly AccountAction[] = [
  {
    key: 'invite-again',
    permission: 'users:write',
    fits: (user) => isThere(user) && user.is_active && !user.email_verified && !user.reset_required,
    title: 'Invitation',
    lead: 'Mails another one. The link of before stops working; roles stay as they are.',
    button: 'Invite again',
    question: (user) => `Invite ${nameOf(user)} again?`,
    consequence: 'They get another mail with a link, say their name and choose a password.',
    cancel: 'Send nothing',
    done: (user) => `Another invitation is on its way to ${user.email}.`,
    words: {
      EMAIL_TAKEN: {
        title: 'This account needs no invitation.',
        advice: 'Its address is verified by now, or it is disabled. Look at what it is now.',
      },
      RATE_LIMITED: tooManyMails,
    },
    send: ({ email }, { params: _, ...call }) => client.inviteUser({ ...call, body: { email } }),
  },
  {
    key: 'password-reset',
    permission: 'users:write',
    fits: (user) => isThere(user) && user.is_active,
    title: 'Password reset',
    lead: 'Mails a link with which they choose a new password. Nobody else sees it.',
    button: 'Send a reset link',
    question: (user) => `Send ${nameOf(user)} a link to set a new password?`,
    consequence: 'The mail goes to the address of the account. The old password works until a new one is set.',
    cancel: 'Send nothing',
    done: (user) => `A link is on its way to ${user.email}.`,
    words: {
      RATE_LIMITED: tooManyMails,
      CONFLICT: {
        title: 'No link opens this account.',
        advice: 'It is disabled or deleted by now. Mend that first.',
      },
    },
    send: (_, call) => client.startPasswordReset(call),
  },
  {
    key: 'unlock',
    permission: 'users:write',
    fits: isThere,
    title: 'Unlock',
    lead: 'Takes back what slows sign-ins down after many wrong passwords or codes.',
    button: 'Unlock',
    question: (user) => `Unlock the account of ${nameOf(user)}?`,
    consequence:
      'Wrong tries are counted from zero again. Do it when you know who asked for it; they are told by mail.',
    cancel: 'Leave it',
    done: (user) => `The account of ${nameOf(user)} is unlocked.`,
    send: (_, call) => client.unlockUser(call),
  },
  {
    key: 'end-sessions',
    permission: 'sessions:end',
    fits: isThere,
    title: 'Sessions',
    lead: 'Signs them out of every browser and app at once.',
    button: 'End all sessions',
    danger: true,
    question: (user) => `Sign ${nameOf(user)} out everywhere?`,
    consequence: 'What they have not saved may be lost. They can sign in again at once.',
    cancel: 'Keep them signed in',
    done: (user) => `${nameOf(user)} is signed out everywhere.`,
    send: (_, call) => client.endUserSessions(call),
  },
  {
    key: 'disable',
    permission: 'users:write',
    fits: (user) => isThere(user) && user.is_active,
    title: 'Disable',
    lead: 'Nobody can sign in to the account until it is enabled again.',
    button: 'Disable',
    danger: true,
    question: (user) => `Disable the account of ${nameOf(user)}?`,
    consequence: 'Their sessions end at once, and every sign-in is refused like a wrong one. Nothing is deleted.',
    cancel: 'Leave it enabled',
    done: (user) => `The account of ${nameOf(user)} is disabled.`,
    send: (user, call) => client.updateUser({ ...ifUnchanged(call, user), body: { is_active: false } }),
  },
  {
    key: 'enable',
    permission: 'users:write',
    fits: (user) => isThere(user) && !user.is_active,
    title: 'Enable',
    lead: 'Lets them sign in again, with everything as it was.',
    button: 'Enable',
    question: (user) => `Enable the account of ${nameOf(user)}?`,
    consequence: 'They can sign in again with what they signed in with before.',
    cancel: 'Leave it disabled',
    done: (user) => `The account of ${nameOf(user)} is enabled.`,
    send: (user, call) => client.updateUser({ ...ifUnchanged(call, user), body: { is_active: true } }),
  },
  {
    key: 'reset-factors',
    permission: 'users:write',
    fits: (user) => isThere(user) && user.two_step,
    title: 'Two-step sign-in',
    lead: 'Switches it off, for somebody who lost every second step.',
    button: 'Reset factors',
    danger: true,
    byWords: true,
    question: (user) => `Reset the factors of ${nameOf(user)}?`,
    consequence:
      'Authenticator apps, hardware tokens and recovery codes are removed and cannot be brought back; sessions end. Whoever holds the password gets in without a second step, so be sure who asked. Passkeys stay. They are told by mail.',
    cancel: 'Keep the factors',
    done: (user) => `Two-step sign-in of ${nameOf(user)} is off.`,
    send: (_, call) => client.resetSecondStep(call),
  },
  {
    key: 'delete',
    permission: 'users:write',
    fits: isThere,
    title: 'Delete',
    lead: `Ends the account. For ${graceDays} days it can be brought back, without its roles.`,
    button: 'Delete the account',
    danger: true,
    byWords: true,
    question: (user) => `Delete the account of ${nameOf(user)}?`,
    consequence: `Sessions end, roles are let go for good, and the address is free again. For ${graceDays} days the account can be brought back, and its owner then sets a new password; after that nothing is left. Whoever verified the address is told by mail.`,
    cancel: 'Keep the account',
    done: (user) => `The account of ${nameOf(user)} is deleted.`,
    send: (_, call) => client.deleteUser(call),
  },
  {
    key: 'restore',
    permission: 'users:write',
    fits: (user) => !isThere(user),
    title: 'Bring back',
    lead: 'Makes the account live again. Its owner sets a new password by mail first.',
    button: 'Bring back',
    question: (user) => `Bring the account of ${nameOf(user)} back?`,
    consequence:
      'It comes back without roles and sessions. Passkeys, second steps and linked accounts are kept, but nobody can sign in until its owner sets a new password by mail.',
    cancel: 'Leave it deleted',
    done: (user) =>
      user.is_active
        ? `The account of ${nameOf(user)} is back. A mail leads to a new password.`
        : `The account of ${nameOf(user)} is back, and disabled as before. Enable it, then send a reset link.`,
    words: {
      EMAIL_TAKEN: {
        title: 'Another account has this address by now.',
        advice: 'This one cannot come back beside it.',
      },
      CONFLICT: {
        title: 'It cannot come back as it is.',
        advice:
          'Another account has its passkey or its linked account by now, or something was changed at the same moment. Look at the list, then try again.',
      },
    },
    send: (_, call) => client.restoreUser(call),
  },
];
