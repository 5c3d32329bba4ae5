/**
 * Hands one message to a mail service. Throws `DependencyUnavailable` where a later try may succeed, `MailRefused` where
 * none will.
 */
export interface Mail {
  send(message: MailMessage): Promise<void>;
}

export interface MailMessage {
  /** The outbox row's id: the same message sent twice bears the same one. */
  id: string;
  from: string;
  /** One bare address. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** The mail service will not take this message, now or later: its address or its content is at fault. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';

  /** `reason` is the service's code and names no address. */
  constructor(reason: string) {
    super(`the mail service refuses this message: ${reason}`);
  }
}
