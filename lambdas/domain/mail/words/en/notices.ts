import type { Factor, PasswordChanged } from '../../notices.ts';
import { duration } from '../duration.ts';

const added: Record<Factor, (brand: string) => string> = {
  totp: (brand) => `An authenticator app was added to your ${brand} account`,
  hotp: (brand) => `A code generator was added to your ${brand} account`,
  passkey: (brand) => `A passkey was added to your ${brand} account`,
  identity: (brand) => `A sign-in provider was linked to your ${brand} account`,
  recovery_codes: (brand) => `Recovery codes were made for your ${brand} account`,
};
const removed: Record<Factor, (brand: string) => string> = {
  totp: (brand) => `The authenticator app was removed from your ${brand} account`,
  hotp: (brand) => `The code generator was removed from your ${brand} account`,
  passkey: (brand) => `A passkey was removed from your ${brand} account`,
  identity: (brand) => `A sign-in provider was unlinked from your ${brand} account`,
  recovery_codes: (brand) => `The recovery codes of your ${brand} account were removed`,
};
const addedEffect: Record<Factor, string> = {
  totp: 'Its codes are asked for when you sign in.',
  hotp: 'Its codes are asked for when you sign in.',
  passkey: 'Whoever has it can sign in to your account.',
  identity: 'Whoever can sign in there can sign in to your account.',
  recovery_codes: 'Each of them stands in for your second step, once. Earlier ones no longer work.',
};
const removedEffect: Record<Factor, string> = {
  totp: 'Its codes are no longer asked for when you sign in.',
  hotp: 'Its codes are no longer asked for when you sign in.',
  passkey: 'It can no longer be used to sign in.',
  identity: 'It can no longer be used to sign in.',
  recovery_codes: 'None of them works any longer.',
};
const passwords: Record<PasswordChanged['how'], (brand: string) => string> = {
  changed: (brand) => `The password of your ${brand} account was changed. All other sessions were ended.`,
  reset: (brand) =>
    `A new password was chosen for your ${brand} account by a link that we mailed to you. All sessions were ended.`,
  set: (brand) => `Your ${brand} account had no password. Now it has one.`,
};

/** Mails about what happened to an account. */
export const notices = {
  refreshTokenReused: {
    subject: (brand: string) => `We ended a ${brand} session of yours`,
    opening: (brand: string) => [
      `A key to one of your ${brand} sessions was used a second time. A copy of it may be in other hands, so we ended that session.`,
    ],
    lead: 'If you were signed out, sign in again:',
    button: 'Sign in',
    closing: ['If you do not know this device, choose a new password and look for malware on your own devices.'],
  },

  emailChangeAsked: {
    subject: (brand: string) => `Your ${brand} account is to get another e-mail address`,
    opening: (brand: string, address: string) => [
      `Someone, we hope you, asked to move your ${brand} account to the address ${address}. Nothing has changed yet: it is to be confirmed from there.`,
    ],
    lead: 'If this was not you, choose a new password now. That stops the change and signs everybody out:',
    button: 'Choose a new password',
    closing: ['If this was you, there is nothing to do here.'],
  },

  emailChanged: {
    subject: (brand: string) => `Your ${brand} account has another e-mail address`,
    opening: (brand: string, address: string) => [
      `Your ${brand} account was moved from this e-mail address to ${address}. From now on you sign in with that one.`,
    ],
    lead: 'If this was not you, bring this address back and end all sessions: open this page and press its button:',
    button: 'Bring this address back',
    closing: (link: number) => [
      `The link works for ${duration('en', link)}, once. If this was you, there is nothing to do here.`,
    ],
  },

  emailReverted: {
    subject: (brand: string) => `Your ${brand} account has this e-mail address again`,
    opening: (brand: string) => [
      `The change of your ${brand} account's e-mail address was taken back. All sessions were ended.`,
    ],
    lead: 'Whoever changed the address may know your password. Choose a new one:',
    button: 'Choose a new password',
    closing: ['If this was not you, choose a new password all the same: somebody else can read your mail.'],
  },

  newDevice: {
    subject: (brand: string) => `New sign-in to your ${brand} account`,
    opening: (brand: string) => [`A device that we have not seen before signed in to your ${brand} account.`],
    lead: 'If this was not you, end that session here, then choose a new password:',
    button: 'See your sessions',
    closing: ['If this was you, there is nothing to do.'],
  },

  passwordChanged: {
    subject: (brand: string) => `The password of your ${brand} account has changed`,
    opening: (brand: string, how: PasswordChanged['how']) => [passwords[how](brand)],
    lead: 'If this was not you, choose a new password now, by a link that we mail to this address:',
    button: 'Choose a new password',
    closing: ['If this was you, there is nothing to do.'],
  },

  passwordBreached: {
    subject: (brand: string) => `We recommend a new password for your ${brand} account`,
    opening: (brand: string) => [
      `The password with which you signed in to ${brand} stands in a list of passwords that were stolen elsewhere. Nobody has to know it is yours to try it.`,
      'Your account works as before. We recommend that you choose another password, here and wherever else you use this one.',
    ],
    lead: 'You can change it here:',
    button: 'Change the password',
    closing: ['If this was not you who signed in, change it at once: somebody else knows it.'],
  },

  factorAdded: {
    subject: (brand: string, factor: Factor) => added[factor](brand),
    opening: (brand: string, factor: Factor) => [`${added[factor](brand)}. ${addedEffect[factor]}`],
    lead: 'If this was not you, remove it here, then choose a new password:',
    button: 'Check the account’s security',
    closing: ['If this was you, there is nothing to do.'],
  },

  factorRemoved: {
    subject: (brand: string, factor: Factor) => removed[factor](brand),
    opening: (brand: string, factor: Factor) => [`${removed[factor](brand)}. ${removedEffect[factor]}`],
    lead: 'If this was not you, add it again here, then choose a new password:',
    button: 'Check the account’s security',
    closing: ['If this was you, there is nothing to do.'],
  },

  recoveryCodeUsed: {
    subject: (brand: string) => `A recovery code of your ${brand} account was used`,
    opening: (brand: string, left: number) => [
      `A recovery code stood in for the second step of a sign-in to your ${brand} account.`,
      left === 0 ? 'It was the last one.' : left === 1 ? 'One more can be used.' : `${left} more can be used.`,
    ],
    lead: 'You can make new ones here:',
    button: 'Check the account’s security',
    closing: ['If this was not you, make new codes there and choose a new password: somebody else has both.'],
  },

  accountDeleted: {
    subject: (brand: string) => `Your ${brand} account was deleted`,
    opening: (brand: string, until: string) => [
      `Your ${brand} account was deleted and all its sessions were ended. Until ${until} an administrator can restore it; after that it is gone for good.`,
    ],
    lead: 'If this was not you, or you want it back, write to us:',
    button: 'Write to us',
    closing: ['If this was you, there is nothing to do.'],
  },

  dataExported: {
    subject: (brand: string) => `The data of your ${brand} account was exported`,
    opening: (brand: string) => [`Everything that ${brand} keeps about you was downloaded from your account.`],
    lead: 'If this was not you, choose a new password now, which ends all sessions:',
    button: 'Choose a new password',
    closing: ['If this was you, keep the file where nobody else can read it.'],
  },
};
