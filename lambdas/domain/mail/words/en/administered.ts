import { duration } from '../duration.ts';

const lasting = (seconds: number) => duration('en', seconds);

/** Mails about what an administrator did. */
export const administered = {
  factorsReset: {
    subject: (brand: string) => `The second step of your ${brand} account was reset`,
    opening: (brand: string) => [
      `An administrator removed the authenticator app, the code generator and the recovery codes of your ${brand} account. All its sessions were ended.`,
      'From now on your first step alone signs you in.',
    ],
    lead: 'You can set up a second step again here:',
    button: 'Secure your account',
    closing: (contact: string) => [`If you did not expect this, tell us at once: ${contact}`],
  },

  accountUnlocked: {
    subject: (brand: string) => `Your ${brand} account is unlocked`,
    opening: (brand: string) => [
      `Too many wrong passwords or codes had locked your ${brand} account. An administrator unlocked it.`,
    ],
    lead: 'You can sign in again:',
    button: 'Sign in',
    closing: (contact: string) => [
      'If the wrong tries were not yours, choose a new password.',
      `If you did not expect this, tell us: ${contact}`,
    ],
  },

  passwordResetStarted: {
    subject: (brand: string) => `Choose a new ${brand} password`,
    opening: (brand: string) => [
      `An administrator asks you to choose a new password for your ${brand} account. Nobody but you sees it.`,
    ],
    lead: 'To choose it, open this page:',
    button: 'Choose a new password',
    closing: (link: number) => [
      `The link works for ${lasting(link)}, once. After that, ask for another one on the sign-in page.`,
      'A new password signs you out everywhere. A second step that you use stays as it is.',
      'If you did not expect this, do nothing: your password stays as it is.',
    ],
  },

  accountRemoved: {
    subject: (brand: string) => `Your ${brand} account was deleted`,
    opening: (brand: string, until: string) => [
      `An administrator deleted your ${brand} account. All its sessions were ended.`,
      `It can be restored until ${until}. After that it is gone for good.`,
    ],
    lead: 'If you did not expect this, or want it back, tell us:',
    button: 'Contact us',
    closing: ['If you asked for this, there is nothing to do.'],
  },

  accountRestored: {
    subject: (brand: string) => `Your ${brand} account is back`,
    opening: (brand: string) => [
      `An administrator restored your ${brand} account. Before you can sign in, choose a new password.`,
    ],
    lead: 'To choose it, open this page:',
    button: 'Choose a new password',
    closing: (link: number) => [
      `The link works for ${lasting(link)}, once. After that, ask for another one on the sign-in page.`,
      'Roles that you had before have to be given to you again.',
      'If you did not expect this, do nothing: nobody can sign in to it until then.',
    ],
  },
};
