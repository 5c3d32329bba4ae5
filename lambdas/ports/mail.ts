/** Hands one message to a mail service. Throws `DependencyUnavailable` where a later try may succeed. */
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
