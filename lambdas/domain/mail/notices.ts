import type { Addressed } from './requested-mails.ts';

/** Mails that tell the owner of an account what happened to it (ASVS 6.3.7), each with a way to act. */
export interface Occurrence extends Addressed {
  when: string;
  ip: string;
  userAgent: string;
}

/** A used refresh token came back, so the session was ended. */
export interface RefreshTokenReused extends Occurrence {
  template: 'refresh_token_reused';
}

/** To the address that the account has still. */
export interface EmailChangeAsked extends Occurrence {
  template: 'email_change_asked';
  /** Shown masked. */
  newEmail: string;
}

/** To the address that the account had. */
export interface EmailChanged extends Occurrence {
  template: 'email_changed';
  /** Brings the old address back. */
  token: string;
  /** Shown masked. */
  newEmail: string;
}

/** To the address that the account has again. */
export interface EmailReverted extends Occurrence {
  template: 'email_reverted';
}

/** To the address that the account had until the change was taken back. */
export interface EmailMovedBack extends Occurrence {
  template: 'email_moved_back';
}

export interface NewDevice extends Occurrence {
  template: 'new_device';
}

export interface PasswordChanged extends Occurrence {
  template: 'password_changed';
  /** By who knew the old one, by a mailed link, or where there was none before. */
  how: 'changed' | 'reset' | 'set';
}

/** The password stands in a list of stolen ones: a change is recommended, nothing is forced. */
export interface PasswordBreached extends Occurrence {
  template: 'password_breached';
}

export type Factor = 'totp' | 'hotp' | 'passkey' | 'identity' | 'recovery_codes';

interface FactorOccurrence extends Occurrence {
  factor: Factor;
  /** A passkey's name or a provider's. */
  label?: string;
}

export interface FactorAdded extends FactorOccurrence {
  template: 'factor_added';
}

export interface FactorRemoved extends FactorOccurrence {
  template: 'factor_removed';
}

export interface RecoveryCodeUsed extends Occurrence {
  template: 'recovery_code_used';
  /** How many codes can still be used. */
  left: number;
}

export interface AccountDeleted extends Occurrence {
  template: 'account_deleted';
  /** Until then an administrator can restore it. */
  until: string;
}

export interface DataExported extends Occurrence {
  template: 'data_exported';
}
