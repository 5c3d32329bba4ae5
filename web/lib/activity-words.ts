/** What the audit log says of an account, in words for its owner. */
import type { EndReason } from '../../lambdas/kernel/http/end-reasons.ts';

/** What was done, and what is said where it was refused. */
export interface ActionWords {
  success?: string;
  refused?: string;
}

/** What was done or refused. An action without words is shown by its name, and nothing that was refused as done. */
export function outcomeOf(
  action: string,
  outcome: 'success' | 'refused',
  { success, refused }: ActionWords = {},
): string {
  const said = outcome === 'success' ? (success ?? refused) : (refused ?? (success && `${success}: refused`));
  return said ?? action;
}

const mailedCode = { refused: 'A code from a mail was refused' };

/** Every action of the audit log that can concern a person. */
export const actionWords: Readonly<Record<string, ActionWords>> = {
  'session.started': { success: 'Signed in', refused: 'A sign-in was refused' },
  'session.over': { success: 'A session is over' },
  'session.ended': { success: 'Signed out' },
  'sessions.ended': {
    success: 'All other sessions were signed out',
    refused: 'Signing out all sessions was refused',
  },
  'session.stepped_up': { success: 'Showed again who you are', refused: 'Showing again who you are was refused' },
  'second_factor.asked': { success: 'A sign-in was asked for its second step' },
  'second_factor.tried': { refused: 'A second step was refused' },
  'request.sent': { refused: 'Too much was asked for at once' },
  'user.registered': { success: 'Account created', refused: 'Somebody signed up with your address' },
  'user.updated': { success: 'Profile changed', refused: 'A change of the account was refused' },
  'user.deleted': { success: 'Account deleted', refused: 'Deleting the account was refused' },
  'user.exported': { success: 'Data downloaded' },
  'user.purged': { success: 'Account removed for good' },
  'invitation.sent': { success: 'Invited', refused: 'An invitation was refused' },
  'user.unlocked': { success: 'Account unlocked', refused: 'Unlocking the account was refused' },
  'factors.reset': {
    success: 'Two-step sign-in was switched off',
    refused: 'Switching two-step sign-in off was refused',
  },
  'users.bulk_started': { success: 'A change of several users at once was started' },
  'users.exported': { success: 'List of users exported' },
  'users.export_started': { success: 'An export of the list of users was started' },
  'act_as.started': { success: 'An administrator began to act as you', refused: 'Acting as you was refused' },
  'act_as.requested': {
    success: 'Something was looked at or done while acting',
    refused: 'Something was refused while acting',
  },
  'role.created': { success: 'Role made', refused: 'Making a role was refused' },
  'role.changed': { success: 'Role changed', refused: 'A change of a role was refused' },
  'role.deleted': { success: 'Role deleted', refused: 'Deleting a role was refused' },
  'roles.assigned': { success: 'Roles changed', refused: 'A change of roles was refused' },
  'user.disabled': { success: 'Account switched off', refused: 'Switching the account off was refused' },
  'user.enabled': { success: 'Account switched on', refused: 'Switching the account on was refused' },
  'user.restored': { success: 'Account brought back', refused: 'Bringing the account back was refused' },
  'job.failed': { refused: 'Work in the background did not come to its end' },
  'audit.export_started': { success: 'An export of the audit log was started' },
  'audit.exported': { success: 'Audit log exported' },
  'administrator.appointed': { success: 'Made an administrator' },
  'invitation.accepted': { success: 'Invitation accepted' },
  'verification.resent': { success: 'Another mail to verify the address was asked for' },
  'email.verified': { success: 'Address verified' },
  'email.change_asked': { success: 'Another address was asked for' },
  'email.changed': { success: 'Address changed' },
  'email.reverted': { success: 'Change of the address taken back' },
  'password.set': { success: 'Password chosen' },
  'password.breach_found': { success: 'The password was found in a list of stolen ones' },
  'password.changed': { success: 'Password changed', refused: 'A change of the password was refused' },
  'password.reset_asked': {
    success: 'A mail to set a new password was asked for',
    refused: 'A mail to set a new password was refused',
  },
  'password.reset': { success: 'New password set by mail' },
  'magic_link.asked': { success: 'A mail to sign in was asked for' },
  'reauthentication.asked': { success: 'A mail to show again who you are was asked for' },
  'mail.asked': { refused: 'A mail was asked for and not sent' },
  'verify_email.tried': mailedCode,
  'reset_password.tried': mailedCode,
  'magic_link.tried': mailedCode,
  'confirm_email.tried': mailedCode,
  'factor.enrolment_started': { success: 'Two-step sign-in was begun to be set up' },
  'factor.added': { success: 'Second step added' },
  'factor.removed': { success: 'Second step removed' },
  'factor.unreadable': { refused: 'A second step could not be checked: the fault is on our side' },
  'recovery_codes.replaced': { success: 'New recovery codes made' },
  'passkey.added': { success: 'Passkey added', refused: 'A passkey was not added' },
  'passkey.renamed': { success: 'Passkey renamed' },
  'passkey.removed': { success: 'Passkey removed' },
  'passkey.cloned': { refused: 'A passkey was refused that somebody seems to have copied' },
  'identity.linked': { success: 'Account linked', refused: 'An account was not linked' },
  'identity.unlinked': { success: 'Linked account removed' },
};

/** Why something was refused. What is not here is a fault of what was sent, and means nothing to a person. */
export const reasonWords: Readonly<Record<string, string>> = {
  wrong_password: 'The password was wrong',
  no_password: 'The account has no password',
  wrong_code: 'The code was wrong',
  code_spent: 'The code was used already',
  rate_limited: 'Too many tries in a short time',
  email_not_verified: 'The address was not verified yet',
  email_taken: 'The address belongs to your account already',
  user_disabled: 'The account was switched off',
  second_factor_due: 'Your second step was missing',
  method_not_enough: 'Your account asks for another way',
  account_changed: 'The account was changed at the same moment',
  session_ended_or_passkey_used: 'The session was over, or the passkey was used at the same moment',
  unknown_passkey: 'The passkey is not known here',
  challenge: 'The answer of the passkey came too late or twice',
  assertion: 'The answer of the passkey was wrong',
  cloned: 'The passkey was used somewhere else in the meantime',
  not_verified: 'The passkey could not be checked',
  known_or_too_many: 'The passkey is known already, or there are too many',
  taken: 'It is linked to another account here',
  not_this_account: 'It was not an account that is linked here',
  own_account: 'Nobody does this to their own account',
  permission_not_held: 'It takes permissions that were not held',
  last_administrator: 'Nobody could look after the site then',
  name_taken: 'Another role is called like that',
  in_use: 'Somebody has the role',
  forbidden: 'This is not permitted',
  platform_restored: 'The site was put back to an earlier state',
  no_fresh_proof: 'You were not asked anew there',
};

/** What ended a session. */
export const endWords: Readonly<Record<EndReason, string>> = {
  signed_out: 'On the device itself',
  signed_in_again: 'Another sign-in took its place',
  ended_elsewhere: 'From another device',
  refresh_token_reused: 'Its key was used a second time: a copy of it may be in other hands',
  password_changed: 'The password was changed',
  password_reset: 'A new password was set',
  mailbox_proven: 'The address was verified',
  factor_changed: 'A way to sign in was changed',
  email_changed: 'The address was changed',
  user_disabled: 'The account was switched off',
  user_deleted: 'The account was deleted',
  ended_by_administrator: 'By an administrator',
};

/** By what somebody signed in or proved who they are. Providers call themselves. */
export const methodWords: Readonly<Record<string, string>> = {
  password: 'By password',
  passkey: 'By passkey',
  magic_link: 'By mail',
  mail: 'By mail',
  totp: 'By a code of the authenticator app',
  hotp: 'By a code of the hardware token',
  recovery_code: 'By a recovery code',
};

/** The kinds of second steps. */
export const factorWords: Readonly<Record<string, string>> = {
  totp: 'Authenticator app',
  hotp: 'Hardware token',
};

/** The fields of a profile. */
export const fieldWords: Readonly<Record<string, string>> = {
  name: 'name',
  locale: 'language',
  avatar_url: 'picture',
};
