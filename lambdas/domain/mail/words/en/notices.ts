import type { Factor, PasswordChanged } from '../../notices.ts';
import { duration } from '../duration.ts';

const nothingToDo = 'If this was you, there is nothing to do.';
const added: Record<Factor, (brand: string) => string> = {
  totp: (brand) => `An authenticator app was added to your ${brand} account`,
  hotp: (brand) => `A hardware token was added to your ${brand} account`,
  passkey: (brand) => `A passkey was added to your ${brand} account`,
  identity: (brand) => `A sign-in provider was linked to your ${brand} account`,
  recovery_codes: (brand) => `Recovery codes were made for your ${brand} account`,
};
const removed: Record<Factor, (brand: string) => string> = {
  totp: (brand) => `The authenticator app was removed from your ${brand} account`,
  hotp: (brand) => `The hardware token was removed from your ${brand} account`,
  passkey: (brand) => `A passkey was removed from your ${brand} account`,
  identity: (brand) => `A sign-in provider was unlinked from your ${brand} account`,
  recovery_codes: (brand) => `The recovery codes of your ${brand} account were removed`,
};
const effectOfAdding: Record<Factor, string> = {
  totp: 'Its codes are asked for when you sign in.',
  hotp: 'Its codes are asked for when you sign in.',
  passkey: 'Whoever has it can sign in to your account.',
  identity: 'Whoever can sign in there can sign in to your account.',
  recovery_codes: 'Each of them stands in for your second step, once. Earlier ones no longer work.',
};
const effectOfRemoving: Record<Factor, string> = {
  totp: 'Its codes are no longer asked for when you sign in.',
  hotp: 'Its codes are no longer asked for when you sign in.',
  passkey: 'It can no longer be used to sign in.',
  identity: 'It can no longer be used to sign in.',
  recovery_codes: 'None of them works any longer.',
};
const passwords: Record<PasswordChanged['how'], (brand: string) => string> = {
  changed: (brand) => `The password of your ${brand} account was changed. All other sessions were ended.`,
  reset: (brand) =>
    `A new password was chosen for your ${brand} account with a link or code that we mailed to you. All sessions were ended.`,
  set: (brand) => `Your ${brand} account had no password. Now it has one.`,
};
const lockedOut = (contact: string) => `If you can no longer sign in, tell us: ${contact}`;

/** Mails about what happened to an account. */
export const notices = {
  refreshTokenReused: {
    subject: (brand: string) => `We ended one of your ${brand} sessions`,
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
      `Someone, we hope you, asked to move your ${brand} account to the address ${address}. Nothing has changed yet: the change has to be confirmed from there.`,
    ],
    lead: 'If this was not you, choose a new password now. That stops the change and signs everybody out:',
    button: 'Choose a new password',
    closing: [nothingToDo],
  },

  emailChanged: {
    subject: (brand: string) => `Your ${brand} account has another e-mail address`,
    opening: (brand: string, address: string) => [
      `Your ${brand} account was moved from this e-mail address to ${address}. From now on you sign in with that one.`,
    ],
    lead: 'If this was not you, open this page and press its button. That brings this address back and signs everybody out:',
    button: 'Bring this address back',
    closing: (link: number) => [`The link works for ${duration('en', link)}, once.`, nothingToDo],
  },

  emailReverted: {
    subject: (brand: string) => `Your ${brand} account has this e-mail address again`,
    opening: (brand: string) => [
      `The change of the e-mail address of your ${brand} account was taken back. All other sessions were ended.`,
    ],
    lead: 'Whoever changed the address may know your password. Choose a new one:',
    button: 'Choose a new password',
    closing: ['If this was not you, somebody else reads your mail: choose a new password for your mailbox first.'],
  },

  emailMovedBack: {
    subject: (brand: string) => `Your ${brand} account no longer has this e-mail address`,
    opening: (brand: string) => [
      `The change of the e-mail address of your ${brand} account to this one was taken back, by the link that we had mailed to the address before it. All sessions were ended.`,
    ],
    lead: 'If this was not you, sign in with the address before it, and choose a new password and another address:',
    button: 'Look at your account',
    closing: ['Somebody else may read the mail of the address before it: choose a new password for that mailbox, too.'],
  },

  newDevice: {
    subject: (brand: string) => `New sign-in to your ${brand} account`,
    opening: (brand: string) => [`A device that we have not seen before signed in to your ${brand} account.`],
    lead: 'If this was not you, end that session here, then choose a new password:',
    button: 'See your sessions',
    closing: [
      nothingToDo,
      'If you can no longer sign in, ask for a new password on the sign-in page. That signs everybody out.',
    ],
  },

  passwordChanged: {
    subject: (brand: string) => `The password of your ${brand} account has changed`,
    opening: (brand: string, how: PasswordChanged['how']) => [passwords[how](brand)],
    lead: 'If this was not you, choose a new password now. We mail you a link for it:',
    button: 'Choose a new password',
    closing: [nothingToDo],
  },

  passwordBreached: {
    subject: (brand: string) => `We recommend a new password for your ${brand} account`,
    opening: (brand: string) => [
      `The password of your ${brand} account stands in a list of passwords that were stolen from other services. Whoever has that list may try it here.`,
      'Your account works as before. We recommend another password, here and wherever else you use this one.',
    ],
    lead: 'You can change it here:',
    button: 'Change the password',
    closing: [
      'We noticed it at this sign-in. If this was not you, change the password at once: somebody else knows it.',
    ],
  },

  factorAdded: {
    subject: (brand: string, factor: Factor) => added[factor](brand),
    opening: (brand: string, factor: Factor) => [`${added[factor](brand)}. ${effectOfAdding[factor]}`],
    lead: (factor: Factor): string =>
      factor === 'recovery_codes'
        ? 'If this was not you, make new ones here, then choose a new password:'
        : 'If this was not you, remove it here, then choose a new password:',
    button: 'Check your account',
    closing: (contact: string) => [nothingToDo, lockedOut(contact)],
  },

  factorRemoved: {
    subject: (brand: string, factor: Factor) => removed[factor](brand),
    opening: (brand: string, factor: Factor) => [`${removed[factor](brand)}. ${effectOfRemoving[factor]}`],
    lead: 'If this was not you, see here what is left, and choose a new password:',
    button: 'Check your account',
    closing: (contact: string) => [nothingToDo, lockedOut(contact)],
  },

  recoveryCodeUsed: {
    subject: (brand: string) => `A recovery code of your ${brand} account was used`,
    opening: (brand: string, left: number) => [
      `A recovery code stood in for the second step of a sign-in to your ${brand} account.`,
      left === 0 ? 'It was the last one.' : left === 1 ? 'One code is left.' : `${left} codes are left.`,
    ],
    lead: 'You can make new ones here:',
    button: 'Check your account',
    closing: (contact: string) => [
      'If this was not you, make new codes there and choose a new password: somebody else knows both.',
      lockedOut(contact),
    ],
  },

  accountDeleted: {
    subject: (brand: string) => `Your ${brand} account was deleted`,
    opening: (brand: string, until: string) => [
      `Your ${brand} account was deleted, and all its sessions were ended.`,
      `An administrator can restore it until ${until}. After that it is gone for good.`,
    ],
    lead: 'If this was not you, or you want it back, tell us:',
    button: 'Contact us',
    closing: [nothingToDo],
  },

  dataExported: {
    subject: (brand: string) => `The data of your ${brand} account was exported`,
    opening: (brand: string) => [`Everything that ${brand} keeps about you was downloaded from your account.`],
    lead: 'If this was not you, choose a new password now. That signs everybody out:',
    button: 'Choose a new password',
    closing: ['If this was you, keep the file where nobody else can read it.'],
  },
};
