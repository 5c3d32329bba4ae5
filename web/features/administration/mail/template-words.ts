import { spelledOut } from '../../../ui/capitalised.ts';

/** What a mail was about, by the name of its template. */
export const knownTemplates: Readonly<Record<string, string>> = {
  verify_email: 'Verify your address',
  already_registered: 'You have an account already',
  invitation: 'Invitation',
  reset_password: 'Set a new password',
  magic_link: 'Link to sign in',
  reauthentication_code: 'Code to show who you are',
  confirm_email: 'Confirm the new address',
  email_change_taken: 'The new address is taken',
  email_change_asked: 'Another address was asked for',
  email_changed: 'Address changed',
  email_reverted: 'Change of the address taken back',
  email_moved_back: 'Address is the old one again',
  new_device: 'Sign-in from a new device',
  password_changed: 'Password changed',
  password_breached: 'Password is stolen',
  factor_added: 'Second step added',
  factor_removed: 'Second step removed',
  recovery_code_used: 'Recovery code used',
  refresh_token_reused: 'Session ended for safety',
  account_deleted: 'Account deleted',
  data_exported: 'Data downloaded',
  export_ready: 'Export is ready',
  factors_reset: 'Two-step sign-in switched off by an administrator',
  account_unlocked: 'Account unlocked',
  password_reset_started: 'Set a new password, asked for by an administrator',
  account_removed: 'Account deleted by an administrator',
  account_restored: 'Account brought back',
};

/** One that has no words yet is called by its name, and one of before names were kept is a mail. */
export function templateWords(template: string | null): string {
  if (template === null) return 'Mail';
  return (Object.hasOwn(knownTemplates, template) ? knownTemplates[template] : undefined) ?? spelledOut(template);
}
