import { duration } from '../duration.ts';
import type { Words } from '../words.ts';

const lasting = (seconds: number) => duration('de', seconds);

/** E-Mails über das, was ein Administrator getan hat. */
export const administered: Pick<
  Words,
  'factorsReset' | 'accountUnlocked' | 'passwordResetStarted' | 'accountRemoved' | 'accountRestored'
> = {
  factorsReset: {
    subject: (brand) => `Der zweite Anmeldeschritt Ihres Kontos bei ${brand} wurde zurückgesetzt`,
    opening: (brand) => [
      `ein Administrator hat die Authenticator-App, den Codegenerator und die Wiederherstellungscodes Ihres Kontos bei ${brand} entfernt. Alle Sitzungen wurden beendet.`,
      'Bis auf Weiteres genügt bei der Anmeldung der erste Schritt.',
    ],
    lead: 'Hier können Sie wieder einen zweiten Schritt einrichten:',
    button: 'Konto absichern',
    closing: (contact) => [`Falls Sie das nicht erwartet haben, sagen Sie uns sofort Bescheid: ${contact}`],
  },

  accountUnlocked: {
    subject: (brand) => `Ihr Konto bei ${brand} ist wieder freigegeben`,
    opening: (brand) => [
      `zu viele falsche Passwörter oder Codes hatten Ihr Konto bei ${brand} gesperrt. Ein Administrator hat es freigegeben.`,
    ],
    lead: 'Sie können sich wieder anmelden:',
    button: 'Anmelden',
    closing: (contact) => [
      'Falls die falschen Versuche nicht von Ihnen waren, wählen Sie ein neues Passwort.',
      `Falls Sie das nicht erwartet haben, sagen Sie uns Bescheid: ${contact}`,
    ],
  },

  passwordResetStarted: {
    subject: (brand) => `Wählen Sie ein neues Passwort für ${brand}`,
    opening: (brand) => [
      `ein Administrator bittet Sie, ein neues Passwort für Ihr Konto bei ${brand} zu wählen. Niemand außer Ihnen sieht es.`,
    ],
    lead: 'Um es zu wählen, öffnen Sie diese Seite:',
    button: 'Neues Passwort wählen',
    closing: (link) => [
      `Der Link gilt ${lasting(link)} und nur einmal. Danach fordern Sie auf der Anmeldeseite einen neuen an.`,
      'Mit dem neuen Passwort werden Sie überall abgemeldet. Ein zweiter Anmeldeschritt bleibt, wie er ist.',
      'Falls Sie das nicht erwartet haben, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
    ],
  },

  accountRemoved: {
    subject: (brand) => `Ihr Konto bei ${brand} wurde gelöscht`,
    opening: (brand, until) => [
      `ein Administrator hat Ihr Konto bei ${brand} gelöscht. Alle Sitzungen wurden beendet.`,
      `Bis zum ${until} kann es wiederhergestellt werden. Danach ist es endgültig weg.`,
    ],
    lead: 'Falls Sie das nicht erwartet haben oder es wiederhaben möchten, sagen Sie uns Bescheid:',
    button: 'Kontakt aufnehmen',
    closing: ['Falls Sie darum gebeten haben, müssen Sie nichts tun.'],
  },

  accountRestored: {
    subject: (brand) => `Ihr Konto bei ${brand} ist wieder da`,
    opening: (brand) => [
      `ein Administrator hat Ihr Konto bei ${brand} wiederhergestellt. Bevor Sie sich anmelden können, wählen Sie ein neues Passwort.`,
    ],
    lead: 'Um es zu wählen, öffnen Sie diese Seite:',
    button: 'Neues Passwort wählen',
    closing: (link) => [
      `Der Link gilt ${lasting(link)} und nur einmal. Danach fordern Sie auf der Anmeldeseite einen neuen an.`,
      'Frühere Rollen müssen Ihnen neu gegeben werden.',
      'Falls Sie das nicht erwartet haben, müssen Sie nichts tun: Bis dahin kann sich niemand anmelden.',
    ],
  },
};
