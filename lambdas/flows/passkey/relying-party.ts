/** Which relying party this platform is (WebAuthn L3 4), now and before. */
import type { PasskeyRow } from '../../domain/passkey/passkey.table.ts';
import type { Config } from '../../kernel/config.ts';
import { AuthError } from '../../kernel/errors.ts';

/** @throws AuthError `NOT_FOUND` where passkeys are off: no domain was chosen for them. */
export function requireRpId({ passkeys: { rpId } }: Config): string {
  if (rpId === null) throw new AuthError('NOT_FOUND');
  return rpId;
}

/** Whether passkeys of that relying party are still taken. */
export function isTaken({ passkeys: { rpId, previousRpIds } }: Config, asked: string): boolean {
  return asked === rpId || previousRpIds.includes(asked);
}

/**
 * The passkeys that one request can ask for: it names one relying party, so those of today's, and where there are none
 * those of the newest one before it that has some.
 *
 * @throws AuthError `NOT_FOUND` where there is none to ask for.
 */
export function askable(config: Config, held: readonly PasskeyRow[]): { rpId: string; passkeys: PasskeyRow[] } {
  for (const rpId of [requireRpId(config), ...config.passkeys.previousRpIds]) {
    const passkeys = held.filter((one) => one.rpId === rpId);
    if (passkeys.length > 0) return { rpId, passkeys };
  }
  throw new AuthError('NOT_FOUND');
}

/** The user handle: the bytes of the user's id, which tell nothing about the person (WebAuthn L3 14.6.1). */
export function userHandleOf(userId: string): string {
  return Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url');
}
