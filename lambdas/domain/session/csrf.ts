import { equalText, hmac } from '../../kernel/crypto.ts';
import type { Keys } from '../../ports/keys.ts';

/** The readable cookie's value: an HMAC of the session id, so that another session's value does not fit. */
export async function csrfToken(keys: Keys, sessionId: string): Promise<string> {
  return hmac((await keys.ring('csrf')).current, sessionId).toString('base64url');
}

/** Whether the double-submit header belongs to this session, under any key of the ring. */
export async function csrfMatches(keys: Keys, sessionId: string, header: string | undefined): Promise<boolean> {
  if (header === undefined) return false;
  const { byId } = await keys.ring('csrf');
  return [...byId.values()].some((key) => equalText(header, hmac(key, sessionId).toString('base64url')));
}
