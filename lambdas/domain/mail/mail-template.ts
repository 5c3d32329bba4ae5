/**
 * Every mail that is sent, as data: what an outbox row seals. Times are RFC 3339 in UTC. Names, user agents and the
 * like may come from strangers: they are made harmless when the mail is rendered, not before.
 */
export type MailTemplate = VerifyEmail | AlreadyRegistered | Invitation | RefreshTokenReused;

/** To whoever asked for an account with this address. */
export interface VerifyEmail {
  template: 'verify_email';
  to: string;
  /** As it was typed at the registration, perhaps by a stranger. */
  name: string;
  token: string;
  /** Eight characters, as `newMailCode` made them. */
  code: string;
}

/** To the owner of an account whose address was registered or asked for verification again. */
export interface AlreadyRegistered {
  template: 'already_registered';
  to: string;
  /** The account's own name, never the one that was typed now. */
  name: string;
}

export interface Invitation {
  template: 'invitation';
  to: string;
  token: string;
  /** The name of the administrator who invites. */
  inviter?: string;
}

/** A used refresh token came back, so the session was ended. */
export interface RefreshTokenReused extends Occurrence {
  template: 'refresh_token_reused';
}

export interface Occurrence {
  to: string;
  when: string;
  ip: string;
  userAgent: string;
}
