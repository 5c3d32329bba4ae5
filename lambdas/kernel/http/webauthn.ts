/** What browsers make of WebAuthn's dictionaries and read of them (WebAuthn L3 5.1.8 and 5.1.9), in their own spelling. */
import * as z from 'zod/mini';

const base64url = (max: number) =>
  z.string().check(z.minLength(1), z.maxLength(max), z.regex(/^[A-Za-z0-9_-]+$/, 'base64url'));
/** Of at most 1023 bytes (WebAuthn L3 4, Credential ID); a longer one is refused by the rule, in its own words. */
const credentialId = base64url(2048);
const transports = z.array(z.string().check(z.maxLength(32))).check(z.maxLength(16));
const type = z.literal('public-key');

const descriptor = z.object({ type, id: z.string(), transports: z.array(z.string()) });
const userVerification = z.enum(['required', 'preferred']);

/** `PublicKeyCredentialRequestOptionsJSON`: for `navigator.credentials.get`. */
export const requestOptions = z.object({
  challenge: z.string(),
  timeout: z.int(),
  rpId: z.string(),
  allowCredentials: z.array(descriptor),
  userVerification,
});

/** `PublicKeyCredentialCreationOptionsJSON`: for `navigator.credentials.create`. */
export const creationOptions = z.object({
  challenge: z.string(),
  timeout: z.int(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type, alg: z.int() })),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification,
  }),
  attestation: z.literal('none'),
});

/** `AuthenticationResponseJSON`: what `navigator.credentials.get` gave. */
export const assertion = z.object({
  id: credentialId,
  rawId: credentialId,
  type,
  response: z.object({
    clientDataJSON: base64url(8192),
    authenticatorData: base64url(8192),
    signature: base64url(4096),
    userHandle: z.optional(z.nullable(z.string().check(z.maxLength(128)))),
  }),
});

/** `RegistrationResponseJSON`: what `navigator.credentials.create` gave. */
export const newCredential = z.object({
  id: credentialId,
  rawId: credentialId,
  type,
  response: z.object({
    clientDataJSON: base64url(8192),
    attestationObject: base64url(32_768),
    transports: z.optional(transports),
  }),
});
