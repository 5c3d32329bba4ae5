import { sql } from 'drizzle-orm';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { type Database, sqlState } from '../../lambdas/ports/database.ts';
import { grantLogin, nextLogin, scramVerifier } from '../../lambdas/workers/database-login.ts';
import { describeWith, freshDatabase } from '../services/databases.ts';

const first = { username: 'gatehouse_functions', password: 'a'.repeat(64) };

describe('the next login', () => {
  it('takes turns between two names, with a new password each time', () => {
    const next = nextLogin(first);
    const after = nextLogin(next);
    expect([next.username, after.username]).toEqual(['gatehouse_functions_2', 'gatehouse_functions']);
    expect(new Set([first, next, after].map(({ password }) => password)).size).toBe(3);
    expect(next.password).toMatch(/^[0-9a-f]{64}$/);
  });
});

describeWith('PostgreSQL', 'the login of functions', () => {
  let owner: Database;
  let url: URL;
  const login = { ...first, username: `login_${process.pid}` };
  const verifierOf = async (name: string) => {
    const [row] = await owner.rows<{ v: string }>(
      sql`select rolpassword as v from pg_authid where rolname = ${name}::text`,
    );
    return row?.v ?? '';
  };

  beforeAll(async () => {
    url = new URL(await freshDatabase());
    owner = openNodePostgres({ connectionString: url.href, maxConnections: 1 });
  });
  afterAll(() => owner.close());

  it('keeps the verifier that the server itself would have made of the password', async () => {
    await owner.rows(sql.raw(`create role "${login.username}_x" login password '${login.password}'`));
    const verifier = await verifierOf(`${login.username}_x`);
    const salt = /^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(verifier)?.[1] ?? '';
    expect(scramVerifier(login.password, Buffer.from(salt, 'base64'))).toBe(verifier);
  });

  it('can read and write as the application, and change no audit row', async () => {
    await grantLogin(owner, login);
    url.username = login.username;
    url.password = login.password;
    const database = openNodePostgres({ connectionString: url.href, maxConnections: 1 });
    expect(await database.rows(sql`select count(*)::int as n from users`)).toEqual([{ n: 0 }]);
    const refused = await database.rows(sql`delete from audit_logs`).catch(sqlState);
    expect(refused).toBe('42501');
    await database.close();
  });

  it('gets another password when it is granted again', async () => {
    const before = await verifierOf(login.username);
    await grantLogin(owner, { ...login, password: 'b'.repeat(64) });
    const after = await verifierOf(login.username);
    expect(before).toMatch(/^SCRAM-SHA-256\$/);
    expect(after).not.toBe(before);
  });

  it.each([
    ['a name that is no plain one', { username: 'x; drop table users', password: 'p' }],
    ['a password that is not ASCII', { username: 'login_y', password: "pä'" }],
  ])('refuses %s before anything runs', async (_what, bad) => {
    await expect(grantLogin(owner, bad)).rejects.toThrow(TypeError);
  });
});
