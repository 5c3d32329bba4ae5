import type { Factor, PasswordChanged } from '../../notices.ts';
import { duration } from '../duration.ts';
import type { Words } from '../words.ts';

const nothingToDo = 'Falls Sie das selbst waren, müssen Sie nichts tun.';
const added: Record<Factor, (brand: string) => string> = {
  totp: (brand) => `Eine Authenticator-App wurde Ihrem Konto bei ${brand} hinzugefügt`,
  hotp: (brand) => `Ein Codegenerator wurde Ihrem Konto bei ${brand} hinzugefügt`,
  passkey: (brand) => `Ein Passkey wurde Ihrem Konto bei ${brand} hinzugefügt`,
  identity: (brand) => `Ein Anmeldedienst wurde mit Ihrem Konto bei ${brand} verknüpft`,
  recovery_codes: (brand) => `Neue Wiederherstellungscodes wurden für Ihr Konto bei ${brand} erzeugt`,
};
const removed: Record<Factor, (brand: string) => string> = {
  totp: (brand) => `Die Authenticator-App wurde aus Ihrem Konto bei ${brand} entfernt`,
  hotp: (brand) => `Der Codegenerator wurde aus Ihrem Konto bei ${brand} entfernt`,
  passkey: (brand) => `Ein Passkey wurde aus Ihrem Konto bei ${brand} entfernt`,
  identity: (brand) => `Ein Anmeldedienst wurde von Ihrem Konto bei ${brand} getrennt`,
  recovery_codes: (brand) => `Die Wiederherstellungscodes Ihres Kontos bei ${brand} wurden entfernt`,
};
const afterComma = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);
const effectOfAdding: Record<Factor, string> = {
  totp: 'Von jetzt an wird bei der Anmeldung nach ihrem Code gefragt.',
  hotp: 'Von jetzt an wird bei der Anmeldung nach seinem Code gefragt.',
  passkey: 'Wer ihn besitzt, kann sich in Ihrem Konto anmelden.',
  identity: 'Wer sich dort anmelden kann, kann sich auch in Ihrem Konto anmelden.',
  recovery_codes: 'Jeder davon ersetzt einmal Ihren zweiten Anmeldeschritt. Frühere gelten nicht mehr.',
};
const effectOfRemoving: Record<Factor, string> = {
  totp: 'Bei der Anmeldung wird nicht mehr nach ihrem Code gefragt.',
  hotp: 'Bei der Anmeldung wird nicht mehr nach seinem Code gefragt.',
  passkey: 'Mit ihm kann sich niemand mehr anmelden.',
  identity: 'Über ihn kann sich niemand mehr anmelden.',
  recovery_codes: 'Keiner von ihnen gilt noch.',
};
const passwords: Record<PasswordChanged['how'], (brand: string) => string> = {
  changed: (brand) => `das Passwort Ihres Kontos bei ${brand} wurde geändert. Alle anderen Sitzungen wurden beendet.`,
  reset: (brand) =>
    `für Ihr Konto bei ${brand} wurde ein neues Passwort gewählt, mit einem Link oder Code, den Sie per E-Mail bekommen haben. Alle Sitzungen wurden beendet.`,
  set: (brand) => `Ihr Konto bei ${brand} hatte kein Passwort. Jetzt hat es eines.`,
};
const lockedOut = (contact: string) => `Falls Sie sich nicht mehr anmelden können, sagen Sie uns Bescheid: ${contact}`;

type Notices = Pick<
  Words,
  | 'refreshTokenReused'
  | 'emailChangeAsked'
  | 'emailChanged'
  | 'emailReverted'
  | 'emailMovedBack'
  | 'newDevice'
  | 'passwordChanged'
  | 'passwordBreached'
  | 'factorAdded'
  | 'factorRemoved'
  | 'recoveryCodeUsed'
  | 'accountDeleted'
  | 'dataExported'
>;

export const notices: Notices = {
  refreshTokenReused: {
    subject: (brand) => `Wir haben eine Ihrer Sitzungen bei ${brand} beendet`,
    opening: (brand) => [
      `der Schlüssel zu einer Ihrer Sitzungen bei ${brand} wurde ein zweites Mal benutzt. Vielleicht hat jemand eine Kopie davon, deshalb haben wir diese Sitzung beendet.`,
    ],
    lead: 'Falls Sie abgemeldet wurden, melden Sie sich wieder an:',
    button: 'Anmelden',
    closing: [
      'Falls Sie dieses Gerät nicht kennen, wählen Sie ein neues Passwort und suchen Sie auf Ihren eigenen Geräten nach Schadsoftware.',
    ],
  },

  emailChangeAsked: {
    subject: (brand) => `Ihr Konto bei ${brand} soll eine andere E-Mail-Adresse bekommen`,
    opening: (brand, address) => [
      `jemand, hoffentlich Sie selbst, möchte Ihrem Konto bei ${brand} die Adresse ${address} geben. Noch ist nichts geändert: Die Änderung muss von dort aus bestätigt werden.`,
    ],
    lead: 'Falls Sie das nicht waren, wählen Sie jetzt ein neues Passwort. Damit wird die Änderung verhindert, und alle werden abgemeldet:',
    button: 'Neues Passwort wählen',
    closing: [nothingToDo],
  },

  emailChanged: {
    subject: (brand) => `Ihr Konto bei ${brand} hat eine andere E-Mail-Adresse`,
    opening: (brand, address) => [
      `Ihr Konto bei ${brand} hat statt dieser E-Mail-Adresse jetzt ${address}. Ab sofort melden Sie sich mit jener an.`,
    ],
    lead: 'Falls Sie das nicht waren, öffnen Sie diese Seite und klicken Sie dort auf die Schaltfläche. Damit gilt wieder diese Adresse, und alle werden abgemeldet:',
    button: 'Diese Adresse zurückholen',
    closing: (link) => [`Der Link gilt ${duration('de', link)} und nur einmal.`, nothingToDo],
  },

  emailReverted: {
    subject: (brand) => `Ihr Konto bei ${brand} hat wieder diese E-Mail-Adresse`,
    opening: (brand) => [
      `die Änderung der E-Mail-Adresse Ihres Kontos bei ${brand} wurde rückgängig gemacht. Alle anderen Sitzungen wurden beendet.`,
    ],
    lead: 'Wer die Adresse geändert hat, kennt vielleicht Ihr Passwort. Wählen Sie ein neues:',
    button: 'Neues Passwort wählen',
    closing: [
      'Falls Sie das nicht waren, liest jemand anders Ihre E-Mails: Wählen Sie zuerst für Ihr Postfach ein neues Passwort.',
    ],
  },

  emailMovedBack: {
    subject: (brand) => `Ihr Konto bei ${brand} hat diese E-Mail-Adresse nicht mehr`,
    opening: (brand) => [
      `die Änderung der E-Mail-Adresse Ihres Kontos bei ${brand} auf diese Adresse wurde rückgängig gemacht, mit dem Link, den wir an die Adresse davor gesandt hatten. Alle Sitzungen wurden beendet.`,
    ],
    lead: 'Falls Sie das nicht waren, melden Sie sich mit der Adresse davor an und wählen Sie ein neues Passwort und eine andere Adresse:',
    button: 'Konto ansehen',
    closing: [
      'Vielleicht liest jemand anders die E-Mails der Adresse davor: Wählen Sie auch für jenes Postfach ein neues Passwort.',
    ],
  },

  newDevice: {
    subject: (brand) => `Neue Anmeldung in Ihrem Konto bei ${brand}`,
    opening: (brand) => [`in Ihrem Konto bei ${brand} hat sich ein Gerät angemeldet, das wir noch nicht kennen.`],
    lead: 'Falls Sie das nicht waren, beenden Sie hier diese Sitzung und wählen Sie dann ein neues Passwort:',
    button: 'Sitzungen ansehen',
    closing: [
      nothingToDo,
      'Falls Sie sich nicht mehr anmelden können, fordern Sie auf der Anmeldeseite ein neues Passwort an. Damit werden alle abgemeldet.',
    ],
  },

  passwordChanged: {
    subject: (brand) => `Das Passwort Ihres Kontos bei ${brand} ist neu`,
    opening: (brand, how) => [passwords[how](brand)],
    lead: 'Falls Sie das nicht waren, wählen Sie jetzt ein neues Passwort. Wir schicken Ihnen dafür einen Link:',
    button: 'Neues Passwort wählen',
    closing: [nothingToDo],
  },

  passwordBreached: {
    subject: (brand) => `Wir empfehlen ein neues Passwort für Ihr Konto bei ${brand}`,
    opening: (brand) => [
      `das Passwort Ihres Kontos bei ${brand} steht in einer Liste von Passwörtern, die bei anderen Diensten gestohlen wurden. Wer diese Liste hat, könnte es hier ausprobieren.`,
      'Ihr Konto funktioniert wie bisher. Wir empfehlen ein anderes Passwort, hier und überall, wo Sie dieses noch verwenden.',
    ],
    lead: 'Hier können Sie es ändern:',
    button: 'Passwort ändern',
    closing: [
      'Das ist uns bei dieser Anmeldung aufgefallen. Falls Sie das nicht waren, ändern Sie das Passwort sofort: Jemand anders kennt es.',
    ],
  },

  factorAdded: {
    subject: (brand, factor) => added[factor](brand),
    opening: (brand, factor) => [`${afterComma(added[factor](brand))}. ${effectOfAdding[factor]}`],
    lead: (factor) =>
      factor === 'recovery_codes'
        ? 'Falls Sie das nicht waren, erzeugen Sie hier neue und wählen Sie dann ein neues Passwort:'
        : 'Falls Sie das nicht waren, machen Sie es hier rückgängig und wählen Sie dann ein neues Passwort:',
    button: 'Konto überprüfen',
    closing: (contact) => [nothingToDo, lockedOut(contact)],
  },

  factorRemoved: {
    subject: (brand, factor) => removed[factor](brand),
    opening: (brand, factor) => [`${afterComma(removed[factor](brand))}. ${effectOfRemoving[factor]}`],
    lead: 'Falls Sie das nicht waren, sehen Sie hier nach, was noch da ist, und wählen Sie ein neues Passwort:',
    button: 'Konto überprüfen',
    closing: (contact) => [nothingToDo, lockedOut(contact)],
  },

  recoveryCodeUsed: {
    subject: (brand) => `Wiederherstellungscode Ihres Kontos bei ${brand} benutzt`,
    opening: (brand, left) => [
      `bei einer Anmeldung in Ihrem Konto bei ${brand} hat ein Wiederherstellungscode den zweiten Anmeldeschritt ersetzt.`,
      left === 0 ? 'Es war der letzte.' : left === 1 ? 'Ein Code ist übrig.' : `${left} Codes sind übrig.`,
    ],
    lead: 'Hier können Sie neue erzeugen:',
    button: 'Konto überprüfen',
    closing: (contact) => [
      'Falls Sie das nicht waren, erzeugen Sie dort neue Codes und wählen Sie ein neues Passwort: Jemand anders kennt beides.',
      lockedOut(contact),
    ],
  },

  accountDeleted: {
    subject: (brand) => `Ihr Konto bei ${brand} wurde gelöscht`,
    opening: (brand, until) => [
      `Ihr Konto bei ${brand} wurde gelöscht, und alle seine Sitzungen wurden beendet.`,
      `Bis zum ${until} kann es wiederhergestellt werden. Danach ist es endgültig weg.`,
    ],
    lead: 'Falls Sie das nicht waren oder es wiederhaben möchten, sagen Sie uns Bescheid:',
    button: 'Kontakt aufnehmen',
    closing: [nothingToDo],
  },

  dataExported: {
    subject: (brand) => `Die Daten Ihres Kontos bei ${brand} wurden exportiert`,
    opening: (brand) => [`alles, was ${brand} über Sie gespeichert hat, wurde aus Ihrem Konto heruntergeladen.`],
    lead: 'Falls Sie das nicht waren, wählen Sie jetzt ein neues Passwort. Damit werden alle abgemeldet:',
    button: 'Neues Passwort wählen',
    closing: ['Falls Sie das selbst waren, bewahren Sie die Datei so auf, dass niemand sonst sie lesen kann.'],
  },
};
