/** Why a session is over, as the API says it. Pages have words for each: no server code may be imported here. */

/** What a session's row records. */
export const endReasons = [
  'signed_out',
  'signed_in_again',
  'ended_elsewhere',
  'refresh_token_reused',
  'password_changed',
  'password_reset',
  'mailbox_proven',
  'factor_changed',
  'email_changed',
  'user_disabled',
  'user_deleted',
  'ended_by_administrator',
] as const;
export type EndReason = (typeof endReasons)[number];

/** `details.reason` of a refused refresh: what the row records, or what is seen without a record. */
export const overReasons = [...endReasons, 'expired', 'platform_restored', 'unknown'] as const;
export type OverReason = (typeof overReasons)[number];
