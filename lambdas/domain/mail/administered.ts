/** Mails that tell the owner of an account what an administrator did to it. From where they did it is nobody's business. */
import type { Addressed } from './requested-mails.ts';

interface Administered extends Addressed {
  when: string;
}

/** The factors of the second step, and the recovery codes, are gone. */
export interface FactorsReset extends Administered {
  template: 'factors_reset';
}

/** What wrong tries had locked is open again. */
export interface AccountUnlocked extends Administered {
  template: 'account_unlocked';
}

/** The administrator does not choose the password: its owner does. */
export interface PasswordResetStarted extends Addressed {
  template: 'password_reset_started';
  token: string;
  name: string;
}

export interface AccountRemoved extends Administered {
  template: 'account_removed';
  /** Until then an administrator can restore it. */
  until: string;
}

/** Nobody gets in before a new password is chosen. */
export interface AccountRestored extends Addressed {
  template: 'account_restored';
  token: string;
  name: string;
}
