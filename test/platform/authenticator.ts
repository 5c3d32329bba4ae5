/**
 * An authenticator in software (WebAuthn L3 6): it does as a good one does, or is told in which field not to.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** COSE algorithms by their names (RFC 9053). */
export const cose = { EdDSA: -8, ES256: -7, RS256: -257, ES384: -35 } as const;
export type Algorithm = keyof typeof cose;

export interface Flags {
  /** User present, user verified, backup eligible, backup state. */
  up: boolean;
  uv: boolean;
  be: boolean;
  bs: boolean;
}

/** What an authenticator keeps of a passkey that it made. */
export interface HeldPasskey {
  id: string;
  rpId: string;
  userHandle: string;
  privateKey: KeyObject;
  algorithm: Algorithm;
  flags: Flags;
  signCount: number;
}

interface BentSigned {
  clientData?: Record<string, unknown>;
  flags?: Partial<Flags>;
  rpId?: string;
  signCount?: number;
  /** The members of the answer that nobody signs. */
  answer?: { id?: string; rawId?: string };
}

export interface BentAssertion extends BentSigned {
  userHandle?: string | null;
  /** The key that signs. */
  privateKey?: KeyObject;
}

export interface BentEnrolment extends BentSigned {
  /** In the signed data. */
  credentialId?: Buffer;
  format?: string;
  statement?: Map<string, unknown>;
  aaguid?: string;
  /** `packed`, signed by the new key itself (WebAuthn L3 8.2). */
  selfAttested?: boolean;
}

export interface AuthenticatorOptions {
  origin: string;
  algorithm?: Algorithm;
  /** Whether its passkeys are synchronised. Such an authenticator has no counter. */
  synchronised?: boolean;
}

interface RequestOptions {
  challenge: string;
  rpId: string;
}

interface CreationOptions {
  challenge: string;
  rp: { id: string };
  user: { id: string };
}

const base64url = (data: string | Uint8Array) => Buffer.from(data).toString('base64url');
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();

/** What it is called by makers of passkeys that take no part in naming them. */
export const noAaguid = '00000000-0000-0000-0000-000000000000';

export function openAuthenticator({ origin, algorithm = 'ES256', synchronised = false }: AuthenticatorOptions) {
  const held: Flags = { up: true, uv: true, be: synchronised, bs: synchronised };
  return {
    /** `navigator.credentials.create`: the answer, and the passkey that it keeps. */
    create(options: CreationOptions, bent: BentEnrolment = {}) {
      const { privateKey, publicKey } = newKeys(algorithm);
      const id = bent.credentialId ?? randomBytes(32);
      const flags = { ...held, ...bent.flags };
      const signCount = bent.signCount ?? 0;
      const clientDataJSON = clientData('webauthn.create', origin, options.challenge, bent);
      const attested = attestedCredential(id, publicKey, algorithm, bent.aaguid ?? noAaguid);
      const authData = authenticatorData(bent.rpId ?? options.rp.id, flags, signCount, attested);
      const itself = new Map<string, unknown>([
        ['alg', cose[algorithm]],
        ['sig', new Uint8Array(signature(algorithm, authData, clientDataJSON, privateKey))],
      ]);
      const attestation = new Map<string, unknown>([
        ['fmt', bent.format ?? (bent.selfAttested ? 'packed' : 'none')],
        ['attStmt', bent.statement ?? (bent.selfAttested ? itself : new Map())],
        ['authData', new Uint8Array(authData)],
      ]);
      const passkey: HeldPasskey = {
        id: base64url(id),
        rpId: options.rp.id,
        userHandle: options.user.id,
        privateKey,
        algorithm,
        flags: held,
        signCount,
      };
      const answer = {
        id: passkey.id,
        rawId: passkey.id,
        type: 'public-key' as const,
        response: {
          clientDataJSON: base64url(clientDataJSON),
          attestationObject: base64url(isoCBOR.encode(attestation as never)),
          transports: ['internal'],
        },
        clientExtensionResults: {},
        ...bent.answer,
      };
      return { passkey, answer };
    },

    /** `navigator.credentials.get`. Its counter goes up, where it has one. */
    get(passkey: HeldPasskey, options: RequestOptions, bent: BentAssertion = {}) {
      if (!synchronised) passkey.signCount += 1;
      const clientDataJSON = clientData('webauthn.get', origin, options.challenge, bent);
      const flags = { ...passkey.flags, ...bent.flags };
      const signCount = bent.signCount ?? passkey.signCount;
      const authData = authenticatorData(bent.rpId ?? options.rpId, flags, signCount);
      const key = bent.privateKey ?? passkey.privateKey;
      return {
        id: passkey.id,
        rawId: passkey.id,
        type: 'public-key' as const,
        response: {
          clientDataJSON: base64url(clientDataJSON),
          authenticatorData: base64url(authData),
          signature: base64url(signature(passkey.algorithm, authData, clientDataJSON, key)),
          ...(bent.userHandle !== null && { userHandle: bent.userHandle ?? passkey.userHandle }),
        },
        clientExtensionResults: {},
        ...bent.answer,
      };
    },
  };
}
export type Authenticator = ReturnType<typeof openAuthenticator>;

function clientData(type: string, origin: string, challenge: string, { clientData: bent }: BentSigned): string {
  return JSON.stringify({ type, challenge, origin, crossOrigin: false, ...bent });
}

/** WebAuthn L3 6.3.3: over the authenticator data and the hash of the client data. */
function signature(algorithm: Algorithm, authData: Buffer, clientDataJSON: string, key: KeyObject): Buffer {
  return sign(digestOf(algorithm), Buffer.concat([authData, sha256(clientDataJSON)]), key);
}

/** WebAuthn L3 6.1. */
function authenticatorData(rpId: string, { up, uv, be, bs }: Flags, signCount: number, attested?: Buffer): Buffer {
  const flags =
    Number(up) | (Number(uv) << 2) | (Number(be) << 3) | (Number(bs) << 4) | (Number(attested !== undefined) << 6);
  const tail = Buffer.alloc(5);
  tail.writeUInt8(flags);
  tail.writeUInt32BE(signCount, 1);
  return Buffer.concat([sha256(rpId), tail, attested ?? Buffer.alloc(0)]);
}

/** WebAuthn L3 6.5.1. */
function attestedCredential(id: Buffer, publicKey: KeyObject, algorithm: Algorithm, aaguid: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  const key = isoCBOR.encode(coseKey(publicKey, algorithm) as never);
  return Buffer.concat([Buffer.from(aaguid.replaceAll('-', ''), 'hex'), length, id, key]);
}

function newKeys(algorithm: Algorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519');
  if (algorithm === 'RS256') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return generateKeyPairSync('ec', { namedCurve: algorithm === 'ES256' ? 'P-256' : 'P-384' });
}

function digestOf(algorithm: Algorithm): string | null {
  if (algorithm === 'EdDSA') return null;
  return algorithm === 'ES384' ? 'sha384' : 'sha256';
}

/** RFC 9053 7.1 and RFC 8230 4. */
function coseKey(publicKey: KeyObject, algorithm: Algorithm): Map<number, unknown> {
  const { x, y, n, e } = publicKey.export({ format: 'jwk' });
  const bytes = (member: string | undefined) => new Uint8Array(Buffer.from(member ?? '', 'base64url'));
  const alg: [number, unknown] = [3, cose[algorithm]];
  if (algorithm === 'EdDSA') return new Map<number, unknown>([[1, 1], alg, [-1, 6], [-2, bytes(x)]]);
  if (algorithm === 'RS256') return new Map<number, unknown>([[1, 3], alg, [-1, bytes(n)], [-2, bytes(e)]]);
  const curve = algorithm === 'ES256' ? 1 : 2;
  return new Map<number, unknown>([[1, 2], alg, [-1, curve], [-2, bytes(x)], [-3, bytes(y)]]);
}
