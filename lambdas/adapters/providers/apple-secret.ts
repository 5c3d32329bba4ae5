import { importPKCS8, SignJWT } from 'jose';
import type { Clock } from '../../ports/clock.ts';
import type { ProviderSettings } from '../../ports/identity-providers.ts';

type AppleSettings = Extract<ProviderSettings, { kind: 'apple' }>;

export const appleIssuer = 'https://appleid.apple.com';
/** Apple takes up to six months; one is made for each call. */
const lifeSeconds = 300;

/** Apple's client secret: a JWT that the key of the developer account signs ("Creating a client secret"). */
export async function appleClientSecret(clock: Clock, settings: AppleSettings, pem: string): Promise<string> {
  const { clientId, keyId, teamId } = settings;
  const now = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setIssuedAt(now)
    .setExpirationTime(now + lifeSeconds)
    .setAudience(appleIssuer)
    .setSubject(clientId)
    .sign(await importPKCS8(pem, 'ES256'));
}
