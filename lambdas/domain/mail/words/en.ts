import { notices } from './en/notices.ts';
import { requested } from './en/requested.ts';

/** The mails in English. Names in them were made inert before; brands come from the configuration. */
export const en = {
  language: 'en' as string,
  greeting: (name: string) => (name === '' ? 'Hello,' : `Hello ${name},`),
  facts: { when: 'When', ip: 'Address', userAgent: 'Device', passkey: 'Passkey', provider: 'Provider', name: 'Name' },
  ...requested,
  ...notices,
};
