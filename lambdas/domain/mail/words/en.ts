import { administered } from './en/administered.ts';
import { notices } from './en/notices.ts';
import { requested } from './en/requested.ts';

/** The mails in English. Names in them were made inert before; brands come from the configuration. */
export const en = {
  language: 'en' as string,
  /** Of times: the day before the month in words, which no reader of English takes for another day. */
  region: 'en-GB' as string,
  greeting: (name: string) => (name === '' ? 'Hello,' : `Hello ${name},`),
  facts: {
    when: 'When',
    ip: 'IP address',
    userAgent: 'Device',
    passkey: 'Passkey',
    provider: 'Provider',
    label: 'Name',
    inviter: 'Invited by',
  },
  device: (browser: string, system: string) => `${browser} on ${system}`,
  ...requested,
  ...notices,
  ...administered,
};
