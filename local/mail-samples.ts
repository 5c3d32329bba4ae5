import type { MailTemplate } from '../lambdas/domain/mail/mail-template.ts';

type Name = MailTemplate['template'];

const to = 'ada@example.com';
const name = 'Ada Lovelace';
const token = 'Xk9tVx-_b7QmZr2LwPd4sYc8HfGj1NuEaTi6KoBvM3R';
const link = { to, name, token, code: 'ABCD2345' };
const occurrence = {
  to,
  when: '2030-01-31T09:05:07.000Z',
  ip: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0',
};

/** Each mail in each of its forms, with values as they come in life. */
const samples: { readonly [Each in Name]: readonly Extract<MailTemplate, { template: Each }>[] } = {
  verify_email: [{ template: 'verify_email', ...link }],
  already_registered: [{ template: 'already_registered', to, name }],
  invitation: [
    { template: 'invitation', to, token, inviter: 'Grace Hopper' },
    { template: 'invitation', to, token },
  ],
  reset_password: [{ template: 'reset_password', ...link }],
  magic_link: [
    { template: 'magic_link', ...link },
    { template: 'magic_link', ...link, returnTo: 'https://app.example.com/inbox?tab=2' },
  ],
  reauthentication_code: [{ template: 'reauthentication_code', to, code: 'ABCD2345' }],
  confirm_email: [{ template: 'confirm_email', ...link, currentEmail: 'ada@old.example' }],
  email_change_taken: [{ template: 'email_change_taken', to }],
  email_change_asked: [{ template: 'email_change_asked', ...occurrence, newEmail: 'ada@new.example' }],
  email_changed: [{ template: 'email_changed', ...occurrence, token, newEmail: 'ada@new.example' }],
  email_reverted: [{ template: 'email_reverted', ...occurrence }],
  email_moved_back: [{ template: 'email_moved_back', ...occurrence }],
  new_device: [{ template: 'new_device', ...occurrence }],
  password_changed: (['changed', 'reset', 'set'] as const).map((how) => ({
    template: 'password_changed',
    ...occurrence,
    how,
  })),
  password_breached: [{ template: 'password_breached', ...occurrence }],
  factor_added: [
    { template: 'factor_added', ...occurrence, factor: 'totp' },
    { template: 'factor_added', ...occurrence, factor: 'hotp' },
    { template: 'factor_added', ...occurrence, factor: 'passkey', label: 'Ada’s phone' },
    { template: 'factor_added', ...occurrence, factor: 'identity', label: 'Google' },
    { template: 'factor_added', ...occurrence, factor: 'recovery_codes' },
  ],
  factor_removed: [
    { template: 'factor_removed', ...occurrence, factor: 'totp' },
    { template: 'factor_removed', ...occurrence, factor: 'hotp' },
    { template: 'factor_removed', ...occurrence, factor: 'passkey', label: 'Ada’s phone' },
    { template: 'factor_removed', ...occurrence, factor: 'identity', label: 'Google' },
    { template: 'factor_removed', ...occurrence, factor: 'recovery_codes' },
  ],
  recovery_code_used: [3, 1, 0].map((left) => ({ template: 'recovery_code_used', ...occurrence, left })),
  refresh_token_reused: [{ template: 'refresh_token_reused', ...occurrence }],
  account_deleted: [{ template: 'account_deleted', ...occurrence, until: '2030-03-02T09:05:07.000Z' }],
  data_exported: [{ template: 'data_exported', ...occurrence }],
  export_ready: (['users', 'audit'] as const).map((rows) => ({
    template: 'export_ready',
    to,
    rows,
    count: 12_345,
    until: '2030-02-01T09:05:07.000Z',
    jobId: '019a0000-0000-7000-8000-000000000001',
  })),
  factors_reset: [{ template: 'factors_reset', to, when: occurrence.when }],
  account_unlocked: [{ template: 'account_unlocked', to, when: occurrence.when }],
  password_reset_started: [{ template: 'password_reset_started', to, name, token }],
  account_removed: [{ template: 'account_removed', to, when: occurrence.when, until: '2030-03-02T09:05:07.000Z' }],
  account_restored: [{ template: 'account_restored', to, name, token }],
};

/** Every template, in the order in which a person meets them. */
export const mailNames = Object.keys(samples) as readonly Name[];

/** The forms of one template, to a reader of that language. */
export function sampleMails(template: Name, locale: string): readonly MailTemplate[] {
  return samples[template].map((mail) => ({ ...mail, locale }));
}
