import type { Config } from '../../kernel/config.ts';
import type { MailMessage } from '../../ports/mail.ts';
import { mailboxOf } from '../user/email.ts';
import { oneLine } from './inert-text.ts';
import { layoutHtml } from './layout-html.ts';
import { layoutText } from './layout-text.ts';
import { type Letter, type Stationery, stationery } from './letter.ts';
import type { MailTemplate } from './mail-template.ts';
import { alreadyRegistered } from './templates/already-registered.ts';
import { invitation } from './templates/invitation.ts';
import { refreshTokenReused } from './templates/refresh-token-reused.ts';
import { verifyEmail } from './templates/verify-email.ts';
import { en } from './words/en.ts';

export type MailConfig = Pick<Config, 'origin' | 'brand' | 'mailFrom' | 'lifetimes'>;

/**
 * Makes the message of a template. `id` is the outbox row's. The subject holds no value of a stranger's, the recipient
 * is one valid address: a line break or a comma cannot add a header or a reader (RFC 5322 2.2). Throws where `to` is no
 * e-mail address.
 */
export function renderMail(mail: MailTemplate, config: MailConfig, id: string): MailMessage {
  const to = mailboxOf(mail.to);
  if (to === null) throw new TypeError('a mail must go to one valid e-mail address');
  const letter = compose(mail, stationery(config, en));
  return {
    id,
    from: config.mailFrom,
    to,
    subject: oneLine(letter.subject),
    text: layoutText(letter, config.brand.name),
    html: layoutHtml(letter, config.brand.name, en.language),
  };
}

function compose(mail: MailTemplate, paper: Stationery): Letter {
  switch (mail.template) {
    case 'verify_email':
      return verifyEmail(mail, paper);
    case 'already_registered':
      return alreadyRegistered(mail, paper);
    case 'invitation':
      return invitation(mail, paper);
    case 'refresh_token_reused':
      return refreshTokenReused(mail, paper);
  }
}
