import * as z from 'zod/mini';
import { defineContract, type Limit } from '../../kernel/http/contract.ts';
import {
  email,
  id,
  personName,
  signInAnswer,
  text,
  timestamp,
  token,
  tokenDelivery,
  tokens,
} from '../../kernel/http/fields.ts';
import { reads, signedInIp, writes } from '../../kernel/http/limits.ts';
import { assertion, creationOptions, newCredential, requestOptions } from '../../kernel/http/webauthn.ts';

const quarter = 15 * 60;

/** A signature cannot be guessed: what is limited is work. A page that offers passkeys asks once whenever it opens. */
const asks: Limit = { name: 'passkey-options', per: 'ip', max: 600, windowSeconds: quarter, counts: 'all' };
/** As many as a sign-in by password has, so that a right one costs an office nothing. */
export const wrongAssertions: Limit = {
  name: 'passkey-assertions',
  per: 'ip',
  max: 100,
  windowSeconds: quarter,
  counts: 'wrong',
};

/** Beside the assertion, where the pending sign-in does not come in the cookie `__Host-mfa`. */
const mfaToken = z.optional(token);
const passkeyView = z.object({
  id,
  name: z.string(),
  created_at: timestamp,
  last_used_at: z.nullable(timestamp),
  /** Whether it is synchronised or backed up, and so outlives the device. */
  backed_up: z.boolean(),
});
const params = z.object({ id });

/** docs/flows/passkey.md. */
export const passkey = defineContract({
  flow: 'passkey',
  needs: ['database', 'store', 'sign', 'mail'],
  routes: {
    passkeyLoginOptions: {
      method: 'POST',
      path: '/api/v1/auth/webauthn/login/options',
      summary: 'What a browser needs to sign in by passkey; the same whoever asks.',
      access: 'public',
      limits: [asks],
      body: z.object({
        /** Not looked at: whoever asks is asked the same. */
        email: z.optional(email),
        /** A domain of before, for passkeys that were made for it; today's where none is sent. */
        rp_id: z.optional(text(253)),
      }),
      bodyOptional: true,
      success: { status: 200, data: requestOptions },
      errors: ['NOT_FOUND'],
    },
    passkeyLogin: {
      method: 'POST',
      path: '/api/v1/auth/webauthn/login/verify',
      summary: 'Sign in by passkey.',
      access: 'public',
      cookies: 'sets',
      limits: [wrongAssertions],
      body: z.object({ assertion, token_delivery: tokenDelivery, device_name: z.optional(text(100)) }),
      success: { status: 200, data: signInAnswer },
      errors: ['INVALID_CREDENTIALS', 'NOT_FOUND'],
    },
    passkeySecondFactorOptions: {
      method: 'POST',
      path: '/api/v1/auth/mfa/webauthn/options',
      summary: 'What a browser needs to finish a pending sign-in by passkey.',
      access: 'public',
      cookies: 'continues',
      limits: [asks],
      body: z.object({ mfa_token: mfaToken }),
      success: { status: 200, data: requestOptions },
      errors: ['TOKEN_INVALID', 'NOT_FOUND'],
    },
    passkeySecondFactor: {
      method: 'POST',
      path: '/api/v1/auth/mfa/webauthn/verify',
      summary: 'Finish a pending sign-in by passkey.',
      access: 'public',
      cookies: 'continues',
      limits: [wrongAssertions],
      body: z.object({ mfa_token: mfaToken, assertion }),
      success: { status: 200, data: tokens },
      errors: ['MFA_CODE_INVALID', 'TOKEN_INVALID', 'NOT_FOUND'],
    },
    passkeyStepUpOptions: {
      method: 'POST',
      path: '/api/v1/auth/reauthenticate/webauthn/options',
      summary: 'What a browser needs to prove again by passkey who one is.',
      access: 'user',
      limits: [writes, signedInIp],
      success: { status: 200, data: requestOptions },
      errors: ['NOT_FOUND'],
    },
    passkeyStepUp: {
      method: 'POST',
      path: '/api/v1/auth/reauthenticate/webauthn/verify',
      summary: 'Prove again by passkey who one is; the answer is a token with a fresh `auth_time`.',
      access: 'user',
      limits: [writes, signedInIp],
      body: z.object({ assertion }),
      success: { status: 200, data: tokens },
      errors: ['REAUTHENTICATION_FAILED', 'NOT_FOUND'],
    },
    passkeyCreationOptions: {
      method: 'POST',
      path: '/api/v1/users/me/passkeys/options',
      summary: 'What a browser needs to make a passkey.',
      access: 'user',
      recentAuthentication: true,
      limits: [writes, signedInIp],
      success: { status: 200, data: creationOptions },
      errors: ['CONFLICT', 'NOT_FOUND'],
    },
    addPasskey: {
      method: 'POST',
      path: '/api/v1/users/me/passkeys',
      summary: 'Add the passkey that a browser has made.',
      access: 'user',
      recentAuthentication: true,
      limits: [writes, signedInIp],
      body: z.object({ credential: newCredential, name: z.optional(personName) }),
      success: { status: 200, data: passkeyView },
      errors: ['WEBAUTHN_FAILED', 'CONFLICT', 'NOT_FOUND'],
    },
    listPasskeys: {
      method: 'GET',
      path: '/api/v1/users/me/passkeys',
      summary: 'The own passkeys, oldest first.',
      access: 'user',
      whileActing: true,
      limits: [reads, signedInIp],
      success: { status: 200, data: z.array(passkeyView), list: true },
      errors: [],
    },
    renamePasskey: {
      method: 'PATCH',
      path: '/api/v1/users/me/passkeys/{id}',
      summary: 'Name a passkey.',
      access: 'user',
      limits: [writes, signedInIp],
      params,
      body: z.object({ name: personName }),
      success: { status: 200, data: passkeyView },
      errors: ['NOT_FOUND'],
    },
    removePasskey: {
      method: 'DELETE',
      path: '/api/v1/users/me/passkeys/{id}',
      summary: 'Remove a passkey; every other session of the user ends.',
      access: 'user',
      recentAuthentication: true,
      limits: [writes, signedInIp],
      params,
      success: { status: 204 },
      errors: ['NOT_FOUND', 'LAST_CREDENTIAL'],
    },
  },
});
