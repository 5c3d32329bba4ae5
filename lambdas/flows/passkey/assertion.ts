/** An authenticator's signature under a challenge of ours (WebAuthn L3 7.2), and what the library leaves to us. */
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { SQL } from 'drizzle-orm';
import type * as z from 'zod/mini';
import type { PasskeyRow } from '../../domain/passkey/passkey.table.ts';
import { passkeyUse } from '../../domain/passkey/passkeys.ts';
import type { Context } from '../../kernel/context.ts';
import type { assertion } from '../../kernel/http/webauthn.ts';
import { type ClientData, webauthn } from './client-data.ts';
import { isTaken, userHandleOf } from './relying-party.ts';

export type Assertion = z.output<typeof assertion>;

export interface Demand {
  /** Null where it could not be read. */
  clientData: ClientData | null;
  /** Whether the challenge is one of ours, for this errand, and not used before. */
  challengeTaken: boolean;
  /** The passkey that the assertion names, of the account that is signing in or is signed in. */
  passkey: PasskeyRow | null;
  userVerification: boolean;
  /** Whether nothing but the assertion says who somebody is: it must then tell the account, too. */
  usernameless: boolean;
}

/** Why an assertion counts for nothing; for audit and log. */
export type AssertionFault = 'unknown_passkey' | 'challenge' | 'assertion' | 'cloned';

export interface Proven {
  passkey: PasskeyRow;
  /** RFC 8176: the key's kind, that somebody was there, and that they were verified. */
  amr: string[];
  userVerified: boolean;
  /** Records the use, as a part of a statement; touches no row where another use came first. */
  spend(when?: SQL): SQL;
}

/** Answers the proof, or why it is none. */
export async function checkAssertion(
  context: Context,
  given: Assertion,
  { clientData, challengeTaken, passkey, userVerification, usernameless }: Demand,
): Promise<Proven | AssertionFault> {
  if (!passkey || !isTaken(context.config, passkey.rpId)) return 'unknown_passkey';
  if (!clientData || !challengeTaken) return 'challenge';
  // WebAuthn L3 7.2: the user handle is the owner's; the library does not look at it.
  const { userHandle } = given.response;
  const isOwners = userHandle ? userHandle === userHandleOf(passkey.userId) : !usernameless;
  if (!isOwners || !clientData.isTopLevel) return 'assertion';
  const verified = await verify(context, given, passkey, clientData.challenge, userVerification);
  // Whether a passkey may be backed up never changes.
  if (!verified || verified.backupEligible !== passkey.backupEligible) return 'assertion';
  // Behind the signature: a stranger's number accuses nobody of having a copy.
  const { signCount } = verified;
  if ((signCount > 0 || passkey.signCount > 0) && signCount <= passkey.signCount) return 'cloned';
  const now = context.clock.now();
  return {
    passkey,
    amr: amrOf(passkey, verified.userVerified),
    userVerified: verified.userVerified,
    spend: (when) => passkeyUse(passkey, { signCount, backedUp: verified.backedUp }, now, when),
  };
}

interface Verified {
  userVerified: boolean;
  backupEligible: boolean;
  backedUp: boolean;
  signCount: number;
}

async function verify(
  context: Context,
  { id, rawId, type, response: { userHandle, ...signed } }: Assertion,
  passkey: PasskeyRow,
  challenge: string,
  userVerification: boolean,
): Promise<Verified | null> {
  const { verifyAuthenticationResponse } = await webauthn();
  const response: AuthenticationResponseJSON = { id, rawId, type, response: signed, clientExtensionResults: {} };
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: [...context.config.allowedOrigins],
      expectedRPID: passkey.rpId,
      // The counter is compared above: the library would do it before it looks at the signature.
      credential: { id: passkey.credentialId, publicKey: bytesOf(passkey.publicKey), counter: 0 },
      requireUserVerification: userVerification,
    });
    if (!verified) return null;
    const { userVerified, credentialDeviceType, credentialBackedUp, newCounter } = authenticationInfo;
    return {
      userVerified,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
      signCount: newCounter,
    };
  } catch (error) {
    context.log.info('assertion refused', { error });
    return null;
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64url, 'base64url'));
}

/** Without attestation nobody vouches for the key's home: one that cannot be copied counts as hardware. */
function amrOf({ backupEligible }: PasskeyRow, userVerified: boolean): string[] {
  return [backupEligible ? 'swk' : 'hwk', 'user', ...(userVerified ? ['mfa'] : [])];
}
