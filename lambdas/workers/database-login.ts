/** The login that functions connect with: a member of the role `gatehouse_app`, which migrations make. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database } from '../ports/database.ts';

export interface DatabaseLogin {
  username: string;
  password: string;
}

/** Names and passwords become a part of DDL, which takes no parameters. */
const plainName = /^[a-z][a-z0-9_]{0,62}$/;
const second = '_2';

/**
 * Makes the login, or gives it that password. The database, its log of statements and this process's own see a
 * verifier and never the password.
 */
export async function grantLogin(database: Database, { username, password }: DatabaseLogin): Promise<void> {
  if (!plainName.test(username)) throw new TypeError('the name of the login is not a plain one');
  const [row] = await database.rows(sql`select 1 as found from pg_roles where rolname = ${username}::text`);
  const verifier = scramVerifier(password, randomBytes(16));
  const what = row ? `alter role ${username} with login password` : `create role ${username} with login password`;
  await database.rows(sql.raw(`${what} '${verifier}'`));
  await database.rows(sql.raw(`grant gatehouse_app to ${username}`));
}

/**
 * The login that follows: two names take turns, so that whoever still uses the one before is let in until the turn
 * after this.
 */
export function nextLogin({ username }: DatabaseLogin): DatabaseLogin {
  const other = username.endsWith(second) ? username.slice(0, -second.length) : username + second;
  return { username: other, password: randomBytes(32).toString('hex') };
}

const iterations = 4096;

/** What PostgreSQL keeps of a password (RFC 5802 3, RFC 5803); ASCII needs no SASLprep. */
export function scramVerifier(password: string, salt: Buffer): string {
  if (!/^[\x21-\x7e]+$/.test(password)) throw new TypeError('the password of the login is not of printable ASCII');
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyOf = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`;
}
