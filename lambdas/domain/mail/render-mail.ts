import type { MailMessage } from '../../ports/mail.ts';
import { mailboxOf } from '../user/email.ts';
import { oneLine } from './inert-text.ts';
import { layoutHtml } from './layout-html.ts';
import { layoutText } from './layout-text.ts';
import { type Letter, type MailConfig, type Stationery, stationery } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';
import { accountDeleted, dataExported, newDevice } from './templates/account-notices.ts';
import {
  accountRemoved,
  accountRestored,
  accountUnlocked,
  factorsReset,
  passwordResetStarted,
} from './templates/administered.ts';
import { alreadyRegistered } from './templates/already-registered.ts';
import {
  confirmEmail,
  emailChangeAsked,
  emailChanged,
  emailChangeTaken,
  emailMovedBack,
  emailReverted,
} from './templates/email-change.ts';
import { exportReady } from './templates/export-ready.ts';
import { factorAdded, factorRemoved, recoveryCodeUsed } from './templates/factor-notices.ts';
import { invitation } from './templates/invitation.ts';
import { magicLink } from './templates/magic-link.ts';
import { passwordBreached, passwordChanged } from './templates/password-notices.ts';
import { reauthenticationCode } from './templates/reauthentication-code.ts';
import { refreshTokenReused } from './templates/refresh-token-reused.ts';
import { resetPassword } from './templates/reset-password.ts';
import { verifyEmail } from './templates/verify-email.ts';
import { wordsFor } from './words/words.ts';

/** How each template becomes a letter. */
const composers: {
  readonly [Name in MailTemplate['template']]: (
    mail: Extract<MailTemplate, { template: Name }>,
    paper: Stationery,
  ) => Letter;
} = {
  verify_email: verifyEmail,
  already_registered: alreadyRegistered,
  invitation,
  reset_password: resetPassword,
  magic_link: magicLink,
  reauthentication_code: reauthenticationCode,
  confirm_email: confirmEmail,
  email_change_taken: emailChangeTaken,
  email_change_asked: emailChangeAsked,
  email_changed: emailChanged,
  email_reverted: emailReverted,
  email_moved_back: emailMovedBack,
  new_device: newDevice,
  password_changed: passwordChanged,
  password_breached: passwordBreached,
  factor_added: factorAdded,
  factor_removed: factorRemoved,
  recovery_code_used: recoveryCodeUsed,
  refresh_token_reused: refreshTokenReused,
  account_deleted: accountDeleted,
  data_exported: dataExported,
  export_ready: exportReady,
  factors_reset: factorsReset,
  account_unlocked: accountUnlocked,
  password_reset_started: passwordResetStarted,
  account_removed: accountRemoved,
  account_restored: accountRestored,
};

/**
 * Makes the message of a template, in its reader's language. `id` is the outbox row's. The subject holds no value of a
 * stranger's, the recipient is one valid address: a line break or a comma cannot add a header or a reader (RFC 5322
 * 2.2). Throws where `to` is no e-mail address.
 */
export function renderMail(mail: MailTemplate, config: MailConfig, id: string): MailMessage {
  const to = mailboxOf(mail.to);
  if (to === null) throw new TypeError('a mail must go to one valid e-mail address');
  const words = wordsFor(mail.locale);
  const letter = compose(mail, stationery(config, words));
  return {
    id,
    from: config.mailFrom,
    to,
    subject: oneLine(letter.subject),
    text: layoutText(letter, config.brand.name),
    html: layoutHtml(letter, config.brand.name, words.language),
  };
}

function compose<Name extends MailTemplate['template']>(
  mail: Extract<MailTemplate, { template: Name }>,
  paper: Stationery,
): Letter {
  return composers[mail.template](mail, paper);
}
