import { duration } from '../duration.ts';
import type { Words } from '../words.ts';

const lasting = (seconds: number) => duration('de', seconds);
const ways = (link: number, code: number) =>
  link === code
    ? `Link und Code gelten ${lasting(link)}. Sobald Sie eines von beiden verwenden, gilt auch das andere nicht mehr.`
    : `Der Link gilt ${lasting(link)}, der Code ${lasting(code)}. Sobald Sie eines von beiden verwenden, gilt auch das andere nicht mehr.`;

type Requested = Pick<
  Words,
  | 'verifyEmail'
  | 'alreadyRegistered'
  | 'invitation'
  | 'resetPassword'
  | 'magicLink'
  | 'reauthenticationCode'
  | 'confirmEmail'
  | 'emailChangeTaken'
  | 'exportReady'
>;

export const requested: Requested = {
  verifyEmail: {
    subject: (brand) => `Bestätigen Sie Ihre E-Mail-Adresse für ${brand}`,
    opening: (brand) => [
      `jemand, hoffentlich Sie selbst, möchte mit dieser E-Mail-Adresse ein Konto bei ${brand} eröffnen.`,
    ],
    lead: 'Um zu zeigen, dass die Adresse Ihnen gehört, öffnen Sie diese Seite und klicken Sie dort auf die Schaltfläche:',
    button: 'Adresse bestätigen',
    codeLead: 'Oder geben Sie diesen Code auf der Seite ein, auf der Sie das Konto beantragt haben:',
    closing: (link, code) => [
      ways(link, code),
      'Falls Sie das nicht waren, müssen Sie nichts tun: Ohne diese E-Mail kann niemand Ihre Adresse verwenden.',
    ],
  },

  alreadyRegistered: {
    subject: (brand) => `Sie haben bereits ein Konto bei ${brand}`,
    opening: (brand) => [
      `jemand, vielleicht Sie selbst, wollte mit dieser E-Mail-Adresse ein Konto bei ${brand} eröffnen. Zu ihr gibt es schon eines, deshalb wurde nichts geändert.`,
    ],
    lead: 'Hier können Sie sich anmelden oder ein neues Passwort anfordern:',
    button: 'Anmelden',
    closing: ['Falls Sie das nicht waren, müssen Sie nichts tun: Niemand hat erfahren, dass Sie ein Konto haben.'],
  },

  invitation: {
    subject: (brand) => `Einladung zu ${brand}`,
    opening: (brand) => [`Sie sind eingeladen, ein Konto bei ${brand} zu eröffnen.`],
    lead: 'Um die Einladung anzunehmen, öffnen Sie diese Seite, wählen Sie Namen und Passwort und klicken Sie dort auf die Schaltfläche:',
    button: 'Einladung annehmen',
    closing: (link) => [
      `Der Link gilt ${lasting(link)} und nur einmal.`,
      'Falls Sie das nicht erwartet haben, müssen Sie nichts tun: Die Einladung verfällt von selbst.',
    ],
  },

  resetPassword: {
    subject: (brand) => `Wählen Sie ein neues Passwort für ${brand}`,
    opening: (brand) => [
      `jemand, hoffentlich Sie selbst, hat für Ihr Konto bei ${brand} ein neues Passwort angefordert.`,
    ],
    lead: 'Um es zu wählen, öffnen Sie diese Seite:',
    button: 'Neues Passwort wählen',
    codeLead:
      'Oder geben Sie diesen Code auf der Seite ein, auf der Sie es angefordert haben. Nennen Sie ihn niemandem:',
    closing: (link, code) => [
      ways(link, code),
      'Mit dem neuen Passwort werden Sie überall abgemeldet. Ein zweiter Anmeldeschritt bleibt, wie er ist.',
      'Falls Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.',
    ],
  },

  magicLink: {
    subject: (brand) => `Anmeldung bei ${brand}`,
    opening: (brand) => [`jemand, hoffentlich Sie selbst, möchte sich per E-Mail bei ${brand} anmelden.`],
    lead: 'Um sich anzumelden, öffnen Sie diese Seite und klicken Sie dort auf die Schaltfläche:',
    button: 'Anmelden',
    codeLead:
      'Oder geben Sie diesen Code auf der Seite ein, auf der Sie die Anmeldung begonnen haben. Nennen Sie ihn niemandem:',
    closing: (link, code) => [
      ways(link, code),
      'Wer die Seite nur öffnet, ist noch nicht angemeldet: Eine Vorschau oder ein Virenscanner kann den Link nicht verbrauchen.',
      'Falls Sie das nicht waren, müssen Sie nichts tun. Leiten Sie diese E-Mail nicht weiter: Ohne sie kann sich niemand auf diesem Weg anmelden.',
    ],
  },

  reauthenticationCode: {
    subject: (brand) => `Ihr Bestätigungscode für ${brand}`,
    opening: (brand) => [
      `jemand, hoffentlich Sie selbst, möchte in Ihrem Konto bei ${brand} etwas ändern, das nur Sie ändern dürfen.`,
    ],
    codeLead: 'Geben Sie diesen Code auf der Seite ein, die danach fragt:',
    closing: (code, brand) => [
      `Der Code gilt ${lasting(code)}, nur einmal, und nur dort, wo Sie ihn angefordert haben. Nennen Sie ihn niemandem: Niemand bei ${brand} wird Sie danach fragen.`,
      'Falls Sie das nicht waren, ist jemand anders in Ihrem Konto angemeldet: Fordern Sie sofort auf der Anmeldeseite ein neues Passwort an. Damit werden alle abgemeldet.',
    ],
  },

  confirmEmail: {
    subject: (brand) => `Bestätigen Sie Ihre neue E-Mail-Adresse für ${brand}`,
    opening: (brand, current) => [
      `das Konto bei ${brand} mit der Adresse ${current} soll künftig diese E-Mail-Adresse haben.`,
    ],
    lead: 'Falls dieses Konto Ihnen gehört, öffnen Sie diese Seite und klicken Sie dort auf die Schaltfläche:',
    button: 'Adresse bestätigen',
    codeLead: 'Oder geben Sie diesen Code auf der Seite ein, auf der Sie die Änderung beantragt haben:',
    closing: (link, code) => [
      ways(link, code),
      'Danach melden Sie sich mit dieser Adresse an, E-Mails zu diesem Konto kommen hierher, und auf allen anderen Geräten werden Sie abgemeldet.',
      'Falls Sie das nicht waren, müssen Sie nichts tun: Ohne diese E-Mail kann niemand Ihre Adresse verwenden.',
    ],
  },

  emailChangeTaken: {
    subject: (brand) => `Ihre Adresse gehört bei ${brand} schon zu einem Konto`,
    opening: (brand) => [
      `jemand, vielleicht Sie selbst, wollte einem anderen Konto bei ${brand} diese E-Mail-Adresse geben. Sie gehört zu Ihrem Konto, deshalb wurde nichts geändert.`,
    ],
    lead: 'Falls beide Konten Ihnen gehören, geben Sie zuerst diesem eine andere Adresse, oder löschen Sie es:',
    button: 'Dieses Konto öffnen',
    closing: ['Falls Sie das nicht waren, müssen Sie nichts tun: Niemand hat erfahren, dass Sie ein Konto haben.'],
  },

  exportReady: {
    subject: (brand) => `Ihr Export von ${brand} ist fertig`,
    opening: (rows, count) => [
      rows === 'users'
        ? `die Liste der Konten, die Sie angefordert haben, ist fertig. Anzahl der Konten: ${count}.`
        : `der Teil des Prüfprotokolls, den Sie angefordert haben, ist fertig. Anzahl der Einträge: ${count}.`,
    ],
    lead: 'Um den Export abzuholen, öffnen Sie diese Seite. Sie müssen sich dort anmelden, und niemand anders bekommt ihn zu sehen:',
    button: 'Export abholen',
    closing: (until) => [
      `Er liegt dort bis zum ${until}.`,
      'Falls Sie das nicht waren, ist jemand anders in Ihrem Konto angemeldet: Fordern Sie sofort auf der Anmeldeseite ein neues Passwort an. Damit werden alle abgemeldet.',
    ],
  },
};
