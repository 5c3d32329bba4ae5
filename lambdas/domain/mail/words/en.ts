import { duration } from './duration.ts';

const language = 'en';
const lasting = (seconds: number) => duration(language, seconds);

/** The mails in English. Names in them were made inert before; brands come from the configuration. */
export const en = {
  language: language as string,
  greeting: (name: string) => (name === '' ? 'Hello,' : `Hello ${name},`),
  facts: { when: 'When', ip: 'Address', userAgent: 'Device' },

  verifyEmail: {
    subject: (brand: string) => `Verify your e-mail address for ${brand}`,
    opening: (brand: string) => [`Someone, we hope you, asked for a ${brand} account with this e-mail address.`],
    lead: 'To show that it is yours, open this page and press its button:',
    button: 'Verify this address',
    codeLead: 'Or type this code on the page where you asked for the account:',
    closing: (link: number, code: number) => [
      `The link works for ${lasting(link)} and the code for ${lasting(code)}. Using either one ends both.`,
      'If this was not you, do nothing: without this mail nobody can use your address.',
    ],
  },

  alreadyRegistered: {
    subject: (brand: string) => `You already have a ${brand} account`,
    opening: (brand: string) => [
      `Someone, perhaps you, asked for a ${brand} account with this e-mail address. It has one already, so nothing was changed.`,
    ],
    lead: 'You can sign in here, or ask there for a new password:',
    button: 'Sign in',
    closing: ['If this was not you, do nothing: whoever asked was not told that you have an account.'],
  },

  invitation: {
    subject: (brand: string) => `You are invited to ${brand}`,
    opening: (brand: string, inviter: string) => [
      inviter === ''
        ? `You are invited to open a ${brand} account.`
        : `You are invited to open a ${brand} account. The invitation was made by: ${inviter}`,
    ],
    lead: 'To accept, open this page, choose your name and password, and press its button:',
    button: 'Accept the invitation',
    closing: (link: number) => [
      `The link works for ${lasting(link)}, once.`,
      'If you did not expect this, do nothing: the invitation expires by itself.',
    ],
  },

  refreshTokenReused: {
    subject: (brand: string) => `We ended a ${brand} session of yours`,
    opening: (brand: string) => [
      `A key to one of your ${brand} sessions was used a second time. A copy of it may be in other hands, so we ended that session.`,
    ],
    lead: 'If you were signed out, sign in again:',
    button: 'Sign in',
    closing: ['If you do not know this device, choose a new password and look for malware on your own devices.'],
  },
};
