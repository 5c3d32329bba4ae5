import { administered } from './de/administered.ts';
import { notices } from './de/notices.ts';
import { requested } from './de/requested.ts';
import type { Words } from './words.ts';

/** The mails in German. What follows the greeting's comma begins in lower case, as in any letter. */
export const de: Words = {
  language: 'de',
  region: 'de-DE',
  greeting: (name) => (name === '' ? 'Guten Tag,' : `Guten Tag ${name},`),
  facts: {
    when: 'Zeitpunkt',
    ip: 'IP-Adresse',
    userAgent: 'Gerät',
    passkey: 'Passkey',
    provider: 'Anmeldedienst',
    label: 'Name',
    inviter: 'Eingeladen von',
  },
  device: (browser, system) => `${browser} unter ${system}`,
  ...requested,
  ...notices,
  ...administered,
};
