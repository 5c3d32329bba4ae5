import type {
  AccountRemoved,
  AccountRestored,
  AccountUnlocked,
  FactorsReset,
  PasswordResetStarted,
} from './administered.ts';
import type {
  AccountDeleted,
  DataExported,
  EmailChangeAsked,
  EmailChanged,
  EmailMovedBack,
  EmailReverted,
  FactorAdded,
  FactorRemoved,
  NewDevice,
  PasswordBreached,
  PasswordChanged,
  RecoveryCodeUsed,
  RefreshTokenReused,
} from './notices.ts';
import type {
  AlreadyRegistered,
  ConfirmEmail,
  EmailChangeTaken,
  ExportReady,
  Invitation,
  MagicLink,
  ReauthenticationCode,
  ResetPassword,
  VerifyEmail,
} from './requested-mails.ts';

/**
 * Every mail that is sent, as data: what an outbox row seals. Times are RFC 3339 in UTC. Names, labels, user agents and
 * the like may come from strangers: they are made harmless when the mail is rendered, not before. `locale` is the BCP 47
 * tag of the reader's language; without one that is spoken here the mail is in English.
 */
export type MailTemplate =
  | VerifyEmail
  | AlreadyRegistered
  | Invitation
  | ResetPassword
  | MagicLink
  | ReauthenticationCode
  | ConfirmEmail
  | EmailChangeTaken
  | EmailChangeAsked
  | EmailChanged
  | EmailReverted
  | EmailMovedBack
  | NewDevice
  | PasswordChanged
  | PasswordBreached
  | FactorAdded
  | FactorRemoved
  | RecoveryCodeUsed
  | RefreshTokenReused
  | AccountDeleted
  | DataExported
  | ExportReady
  | FactorsReset
  | AccountUnlocked
  | PasswordResetStarted
  | AccountRemoved
  | AccountRestored;
