import bcrypt from 'bcryptjs';
import type { Platform } from '../../kernel/context.ts';
import { hmac } from '../../kernel/crypto.ts';
import type { Secret } from '../../ports/keys.ts';

/** `metrics` counts each evaluation of bcrypt as `PasswordHashed`: they are what a sign-in costs. */
export type HashingPlatform = Pick<Platform, 'keys' | 'config' | 'metrics'>;

export interface Verification {
  ok: boolean;
  /** The password is right and its hash should be made anew: scheme, pepper or cost is not today's. */
  outdated: boolean;
}

/** Ours: `$gh1$<pepper id>$<bcrypt>`. Foreign: bare bcrypt of an import. Both of a cost that a request can wait for. */
const bcryptForm = String.raw`\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}`;
const ownForm = new RegExp(String.raw`^\$gh1\$([^$]+)\$(${bcryptForm})$`);
const foreignForm = new RegExp(`^(${bcryptForm})$`);
/** All that bcrypt reads of its input, in bytes. */
const bcryptReads = 72;

/** Whether a password may be set or tried at all: well-formed Unicode, without NUL. */
export function isReadable(password: string): boolean {
  return password.isWellFormed() && !password.includes('\0');
}

/**
 * Hashes a new password, as `$gh1$<pepper id>$<bcrypt>`. bcrypt reads 72 bytes and stops at NUL, so it gets the base64
 * of an HMAC-SHA-256 under the pepper instead: every character counts, and a stolen table is worth nothing without the
 * key. NFKC, so that two keyboards' spellings of one password are one (NIST SP 800-63B-4 3.1.1.2).
 * Throws where `isReadable` says no.
 */
export async function hashPassword(platform: HashingPlatform, password: string): Promise<string> {
  if (!isReadable(password)) throw new TypeError('a password must be well-formed Unicode without NUL');
  const pepper = (await platform.keys.ring('pepper')).current;
  platform.metrics.count('PasswordHashed');
  return `$gh1$${pepper.id}$${await bcrypt.hash(peppered(pepper, password), platform.config.password.hashCost)}`;
}

/**
 * Checks a password against what is stored. A refusal costs one evaluation at today's cost whatever its reason is: no
 * account, no password, a broken or unknown hash, a pepper that is gone, a cheaper hash. So time tells nothing.
 */
export async function verifyPassword(
  platform: HashingPlatform,
  password: string,
  storedHash: string | null,
): Promise<Verification> {
  if (!isReadable(password)) return { ok: false, outdated: false };
  const { keys, config } = platform;
  const ring = await keys.ring('pepper');
  const known = storedHash === null ? null : (own(storedHash, ring.byId, password) ?? foreign(storedHash, password));
  if (known === null) {
    await evaluate(platform, peppered(ring.current, password), unknowable(config.password.hashCost));
    return { ok: false, outdated: false };
  }
  const ok = await evaluate(platform, known.input, known.bcrypt);
  if (!ok) await evenOut(platform, known);
  return { ok, outdated: ok && (known.pepperId !== ring.current.id || known.cost !== config.password.hashCost) };
}

interface KnownHash {
  bcrypt: string;
  cost: number;
  /** What bcrypt is given for the password that was tried. */
  input: string;
  pepperId: string | null;
}

function own(stored: string, peppers: ReadonlyMap<string, Secret>, password: string): KnownHash | null {
  const [, pepperId = '', hash = '', cost] = ownForm.exec(stored) ?? [];
  const pepper = peppers.get(pepperId);
  return pepper ? { bcrypt: hash, cost: Number(cost), input: peppered(pepper, password), pepperId } : null;
}

/** The system that was imported from hashed the password itself; what it would have cut off is refused (ASVS 6.2.8). */
function foreign(stored: string, password: string): KnownHash | null {
  const [, hash = '', cost] = foreignForm.exec(stored) ?? [];
  if (hash === '' || Buffer.byteLength(password) > bcryptReads) return null;
  return { bcrypt: hash, cost: Number(cost), input: password, pepperId: null };
}

function peppered(pepper: Secret, password: string): string {
  return hmac(pepper, password.normalize('NFKC')).toString('base64');
}

/** Costs are powers of two: 2^c + (2^c + 2^(c+1) + … + 2^(C-1)) = 2^C, the work of one evaluation at today's cost C. */
async function evenOut(platform: HashingPlatform, known: KnownHash): Promise<void> {
  for (let cost = known.cost; cost < platform.config.password.hashCost; cost++) {
    await evaluate(platform, known.input, unknowable(cost));
  }
}

/** A bcrypt hash of that cost for which nobody knows a password: its answer is not looked at. */
function unknowable(cost: number): string {
  return `$2b$${String(cost).padStart(2, '0')}$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234`;
}

async function evaluate(platform: HashingPlatform, input: string, hash: string): Promise<boolean> {
  platform.metrics.count('PasswordHashed');
  return bcrypt.compare(input, hash);
}
