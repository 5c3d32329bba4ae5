import { duration } from '../duration.ts';

const lasting = (seconds: number) => duration('en', seconds);
const ways = (link: number, code: number) =>
  link === code
    ? `Link and code work for ${lasting(link)}. Using either one ends both.`
    : `The link works for ${lasting(link)} and the code for ${lasting(code)}. Using either one ends both.`;

/** Mails that follow from what somebody asked for. */
export const requested = {
  verifyEmail: {
    subject: (brand: string) => `Verify your e-mail address for ${brand}`,
    opening: (brand: string) => [`Someone, we hope you, asked for an account at ${brand} with this e-mail address.`],
    lead: 'To show that it is yours, open this page and press its button:',
    button: 'Verify this address',
    codeLead: 'Or type this code on the page where you asked for the account:',
    closing: (link: number, code: number) => [
      ways(link, code),
      'If this was not you, do nothing: without this mail nobody can use your address.',
    ],
  },

  alreadyRegistered: {
    subject: (brand: string) => `You already have an account at ${brand}`,
    opening: (brand: string) => [
      `Someone, perhaps you, asked for an account at ${brand} with this e-mail address. It has one already, so nothing was changed.`,
    ],
    lead: 'You can sign in here, or ask there for a new password:',
    button: 'Sign in',
    closing: ['If this was not you, do nothing: whoever asked was not told that you have an account.'],
  },

  invitation: {
    subject: (brand: string) => `You are invited to ${brand}`,
    opening: (brand: string) => [`You are invited to open an account at ${brand}.`],
    lead: 'To accept, open this page, choose your name and password, and press its button:',
    button: 'Accept the invitation',
    closing: (link: number) => [
      `The link works for ${lasting(link)}, once.`,
      'If you did not expect this, do nothing: the invitation expires by itself.',
    ],
  },

  resetPassword: {
    subject: (brand: string) => `Choose a new ${brand} password`,
    opening: (brand: string) => [`Someone, we hope you, asked for a new password for your ${brand} account.`],
    lead: 'To choose it, open this page:',
    button: 'Choose a new password',
    codeLead: 'Or type this code on the page where you asked. Never tell it to anyone:',
    closing: (link: number, code: number) => [
      ways(link, code),
      'A new password signs you out everywhere. A second step that you use stays as it is.',
      'If this was not you, do nothing: your password stays as it is.',
    ],
  },

  magicLink: {
    subject: (brand: string) => `Sign in to ${brand}`,
    opening: (brand: string) => [`Someone, we hope you, asked to sign in to your ${brand} account by e-mail.`],
    lead: 'To sign in, open this page and press its button:',
    button: 'Sign in',
    codeLead: 'Or type this code on the page where you asked. Never tell it to anyone:',
    closing: (link: number, code: number) => [
      ways(link, code),
      'Opening the page alone signs nobody in: a preview or a mail scanner cannot use the link up.',
      'If this was not you, do nothing, and pass this mail on to nobody: without it nobody can sign in this way.',
    ],
  },

  reauthenticationCode: {
    subject: (brand: string) => `Your ${brand} code to confirm that it is you`,
    opening: (brand: string) => [
      `Someone, we hope you, is about to change something in your ${brand} account that only its owner may change.`,
    ],
    codeLead: 'Type this code on the page that asks for it:',
    closing: (code: number, brand: string) => [
      `The code works for ${lasting(code)}, once, and only where you asked for it. Never tell it to anyone: nobody at ${brand} will ask you for it.`,
      'If this was not you, somebody else is signed in to your account: ask for a new password on the sign-in page at once. That signs everybody out.',
    ],
  },

  confirmEmail: {
    subject: (brand: string) => `Confirm your new e-mail address for ${brand}`,
    opening: (brand: string, current: string) => [
      `The ${brand} account with the address ${current} is to be moved to this address.`,
    ],
    lead: 'If that account is yours, open this page and press its button:',
    button: 'Confirm this address',
    codeLead: 'Or type this code on the page where you asked for the change:',
    closing: (link: number, code: number) => [
      ways(link, code),
      'From then on you sign in with this address, mails of that account come here, and it is signed out on all other devices.',
      'If this was not you, do nothing: without this mail nobody can use your address.',
    ],
  },

  emailChangeTaken: {
    subject: (brand: string) => `Your address is in use at ${brand}: nothing was changed`,
    opening: (brand: string) => [
      `Someone, perhaps you, asked to move another ${brand} account to this e-mail address. It belongs to your account, so nothing was changed.`,
    ],
    lead: 'If both accounts are yours, give this one another address first, or delete it:',
    button: 'Open this account',
    closing: ['If this was not you, do nothing: whoever asked was not told that you have an account.'],
  },

  exportReady: {
    subject: (brand: string) => `Your ${brand} export is ready`,
    opening: (rows: 'users' | 'audit', count: string) => [
      rows === 'users'
        ? `The list of accounts that you asked for is ready. Its number of accounts: ${count}.`
        : `The part of the audit log that you asked for is ready. Its number of entries: ${count}.`,
    ],
    lead: 'To fetch it, open this page. It asks you to sign in, and shows it to nobody else:',
    button: 'Fetch the export',
    closing: (until: string) => [
      `It is kept until ${until}.`,
      'If this was not you, somebody else is signed in to your account: ask for a new password on the sign-in page at once. That signs everybody out.',
    ],
  },
};
