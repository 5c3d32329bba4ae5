/** Adding a passkey (WebAuthn L3 7.1), and what the library leaves to us. */
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { sql } from 'drizzle-orm';
import type * as z from 'zod/mini';
import { auditRefusal } from '../../domain/audit/audit.ts';
import type { PasskeyRow } from '../../domain/passkey/passkey.table.ts';
import { passkeyInsert, passkeysOf } from '../../domain/passkey/passkeys.ts';
import { together, touched } from '../../domain/statement.ts';
import { planSecurityChange } from '../../domain/user/security-change.ts';
import type { UserRow } from '../../domain/user/user.table.ts';
import { findUser } from '../../domain/user/users.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { creationOptions, newCredential } from '../../kernel/http/webauthn.ts';
import { newId } from '../../kernel/id.ts';
import { sqlState } from '../../ports/database.ts';
import { givenName } from './authenticator-names.ts';
import { type Errand, takeChallenge } from './challenges.ts';
import { readClientData, webauthn, webauthnHelpers } from './client-data.ts';
import { algorithms, enrolmentOptions } from './options.ts';
import { requireRpId } from './relying-party.ts';

/** A request names all of a user's passkeys: more would make it long, and nobody keeps that many keys. */
export const mostPasskeys = 20;

/** In bytes (WebAuthn L3 4, Credential ID). */
const longestId = 1023;

/** @throws AuthError `CONFLICT` where the user has as many as there may be; `NOT_FOUND` where passkeys are off. */
export async function askForPasskey(context: Context, principal: Principal): Promise<z.input<typeof creationOptions>> {
  requireRpId(context.config);
  const [user, held] = await Promise.all([me(context, principal), passkeysOf(context.database, principal.userId)]);
  if (held.length >= mostPasskeys) throw new AuthError('CONFLICT');
  return enrolmentOptions(context, errandOf(principal), user, held);
}

/**
 * @throws AuthError `WEBAUTHN_FAILED`; `CONFLICT` where the passkey is known already, whoever's it is, or the user has as
 * many as there may be; `NOT_FOUND` where passkeys are off.
 */
export async function addPasskey(
  context: Context,
  principal: Principal,
  credential: z.output<typeof newCredential>,
  name: string | undefined,
): Promise<PasskeyRow> {
  const rpId = requireRpId(context.config);
  const made = await verify(context, principal, credential, rpId);
  if (!made) {
    await refuse(context, principal, 'not_verified');
    throw new AuthError('WEBAUTHN_FAILED');
  }
  const { userId } = principal;
  const row = {
    ...made,
    id: newId(context.clock),
    userId,
    rpId,
    transports: credential.response.transports ?? [],
    name: name ?? givenName(made.aaguid),
    createdAt: context.clock.now(),
    lastUsedAt: null,
    retiredAt: null,
  };
  const isAdded = await add(context, principal, await me(context, principal), row);
  if (isAdded) return row;
  await refuse(context, principal, 'known_or_too_many');
  throw new AuthError('CONFLICT');
}

type Made = Pick<PasskeyRow, 'credentialId' | 'publicKey' | 'signCount' | 'backupEligible' | 'backedUp' | 'aaguid'>;

/** Null for whatever is wrong with it: the log has the reason. */
async function verify(
  context: Context,
  principal: Principal,
  { id, rawId, type, response: { clientDataJSON, attestationObject } }: z.output<typeof newCredential>,
  rpId: string,
): Promise<Made | null> {
  const clientData = await readClientData(clientDataJSON);
  if (!clientData || !(await takeChallenge(context, clientData.challenge, errandOf(principal)))) return null;
  if (!clientData.isTopLevel || !(await isUnattested(attestationObject))) return null;
  const response: RegistrationResponseJSON = {
    id,
    rawId,
    type,
    response: { clientDataJSON, attestationObject },
    clientExtensionResults: {},
  };
  const { verifyRegistrationResponse } = await webauthn();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: clientData.challenge,
      expectedOrigin: [...context.config.allowedOrigins],
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified) return null;
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo;
    // The id that was sent is not the signed one by itself: the library does not compare them.
    if (credential.id !== id || Buffer.from(credential.id, 'base64url').length > longestId) return null;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      signCount: credential.counter,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
      aaguid,
    };
  } catch (error) {
    context.log.info('enrolment refused', { error });
    return null;
  }
}

/**
 * No attestation was asked for, so a browser sends `none`, or `packed` that the new key itself has signed (WebAuthn L3
 * 5.1.3). Nothing here says whose certificates to trust, so none is read.
 */
async function isUnattested(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject, isoBase64URL } = await webauthnHelpers();
  try {
    const decoded = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
    const format = decoded.get('fmt');
    return format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined);
  } catch {
    return false;
  }
}

/** False, with nothing written, where it is known, or one too many. No session ends: nothing was taken away. */
async function add(context: Context, principal: Principal, user: UserRow, row: PasskeyRow): Promise<boolean> {
  const { userId, sessionId } = principal;
  const { request, clock } = context;
  const { parts, publish } = await planSecurityChange(
    context,
    {
      userId,
      audit: {
        action: 'passkey.added',
        resource: `passkey:${row.id}`,
        actorId: userId,
        sessionId,
        details: { name: row.name, aaguid: row.aaguid, backup_eligible: row.backupEligible },
      },
      spendsTokens: false,
      forgetsDevices: false,
      mails: [
        {
          template: 'factor_added',
          factor: 'passkey',
          label: row.name,
          to: user.email,
          locale: user.locale,
          when: clock.now().toISOString(),
          ip: request.ip,
          userAgent: request.userAgent,
        },
      ],
    },
    sql`
      not exists (select 1 from passkeys where credential_id = ${row.credentialId}::text and retired_at is null)
      and (select count(*) from passkeys where user_id = ${userId}::uuid and retired_at is null)
        < ${mostPasskeys}::int`,
  );
  try {
    const [written] = await context.database.rows<{ live: boolean; added: boolean }>(
      together(
        { ...parts, added: passkeyInsert(row, touched('changed')) },
        sql`select ${touched('turn')} as live, ${touched('added')} as added`,
      ),
    );
    if (!written?.live) throw new AuthError('TOKEN_INVALID');
    if (!written.added) return false;
  } catch (error) {
    // Two at once: the unique index lets one of them in.
    if (sqlState(error) === '23505') return false;
    throw error;
  }
  await publish(null);
  return true;
}

async function refuse(context: Context, { userId, sessionId }: Principal, reason: string): Promise<void> {
  await auditRefusal(context, {
    action: 'passkey.added',
    resource: `user:${userId}`,
    userId,
    actorId: userId,
    sessionId,
    details: { reason },
  });
}

/** The account went away between the check of its session and this query. */
async function me(context: Context, { userId }: Principal): Promise<UserRow> {
  const user = await findUser(context.database, userId);
  if (!user) throw new AuthError('TOKEN_INVALID');
  return user.row;
}

function errandOf({ sessionId }: Principal): Errand {
  return { purpose: 'enrolment', sessionId };
}
