/** Mails that follow from what somebody asked for: most of them prove that their reader owns the address. */

export interface Addressed {
  to: string;
  locale?: string | null;
}

/** A link and, for the client that asked, a code of eight characters, as `newMailCode` made them. */
interface WithLinkAndCode extends Addressed {
  token: string;
  code: string;
}

/** To whoever asked for an account with this address. */
export interface VerifyEmail extends WithLinkAndCode {
  template: 'verify_email';
  /** As it was typed at the registration, perhaps by a stranger. */
  name: string;
}

/** To the owner of an account whose address was registered or asked for verification again. */
export interface AlreadyRegistered extends Addressed {
  template: 'already_registered';
  /** The account's own name, never the one that was typed now. */
  name: string;
}

export interface Invitation extends Addressed {
  template: 'invitation';
  token: string;
  /** The name of the administrator who invites. */
  inviter?: string;
}

export interface ResetPassword extends WithLinkAndCode {
  template: 'reset_password';
  name: string;
}

export interface MagicLink extends WithLinkAndCode {
  template: 'magic_link';
  name: string;
  /** Where the sign-in leads; the flow has found it to be allowed. */
  returnTo?: string;
}

/** Bound to the session that asked: no link, so that nothing can be done with it anywhere else. */
export interface ReauthenticationCode extends Addressed {
  template: 'reauthentication_code';
  code: string;
}

/** To the new address of an e-mail change. */
export interface ConfirmEmail extends WithLinkAndCode {
  template: 'confirm_email';
  name: string;
  /** Shown masked: the new address may be a stranger's, who learns no more than which account asks. */
  currentEmail: string;
}

/** To the owner of an address that another account asked to move to. */
export interface EmailChangeTaken extends Addressed {
  template: 'email_change_taken';
}

/** To whoever asked for more rows than one answer has room for. */
export interface ExportReady extends Addressed {
  template: 'export_ready';
  rows: 'users' | 'audit';
  /** How many there are. */
  count: number;
  /** Until when they can be fetched. */
  until: string;
  /** By which the page finds them: it opens them to their asker alone. */
  jobId: string;
}
