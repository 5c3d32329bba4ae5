/** Fills a database with people and what they did, by SQL alone: ten million rows take minutes and not hours. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../lambdas/ports/database.ts';

export interface Size {
  users: number;
  auditRows: number;
}

/** Months that the audit log goes back. */
const months = 12;
const rowsAtOnce = 500_000;

/**
 * People with names, addresses, roles and sessions; audit rows of a year, most of them of few actions, and one person
 * with a hundredth of all; a mail for each tenth user. Triggers and indexes wait until the rows are there.
 */
export async function fill(database: Database, { users, auditRows }: Size): Promise<void> {
  const run = (text: string) => database.rows(sql.raw(text));
  await run(words);
  await openMonths(run);
  await run(idFunction);
  // In one session, for a pool of one connection: no trigger and no foreign key runs row by row.
  await run(`set session_replication_role = replica`);
  await inPieces(users, (from, to) => run(peopleOf(from, to, users)));
  await run(`insert into user_roles (user_id, role_id, granted_at)
    select id, '01900000-0000-7000-8000-000000000003', created_at from users`);
  await run(`insert into user_roles (user_id, role_id, granted_at)
    select id, '01900000-0000-7000-8000-000000000002', created_at from users
    where abs(hashtext(id::text)) % ${Math.max(2, Math.floor(users / 300))} = 0 on conflict do nothing`);
  await run(sessions);
  for (const rows of waysIn) await run(rows);
  // An array of a million would be read for each row: a table with a key is not.
  await run(`create table bench_people as select (row_number() over (order by id) - 1)::bigint as n, id from users`);
  await run('alter table bench_people add primary key (n)');
  const definitions = await withoutIndexes(database, 'audit_logs');
  await inPieces(auditRows, (from, to) => run(auditOf(from, to, auditRows, users)));
  for (const definition of definitions) await run(definition);
  await run(`insert into user_search_terms select r.* from users u cross join lateral user_search_rows_of(u) r`);
  await run(mails);
  await run(`set session_replication_role = origin`);
  await run('vacuum analyze');
  // What is still to be written would be written while pages are timed.
  await run('checkpoint');
}

async function inPieces(count: number, make: (from: number, to: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += rowsAtOnce) await make(from, Math.min(count, from + rowsAtOnce));
}

/** Syllables make names that repeat as real ones do: a search by three letters finds thousands among a million. */
const words = `
  create or replace function bench_word(n bigint, length integer) returns text language sql immutable as $$
    select string_agg((array['an','be','ca','da','el','fi','go','ha','in','jo','ka','le','ma','no','ol','pa','ri','sa','to','vi'])
      [1 + (abs(hashtextextended(n::text, i)) % 20)::int], '' order by i) from generate_series(1, length) i $$`;

/** UUIDv7 of a time and a number. */
const idFunction = `
  create or replace function bench_id(at timestamptz, of text) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(of), 1, 3)
      || '8' || substr(md5(of), 4, 15))::uuid $$`;

/** The functions open months ahead alone; here the log has a past. */
async function openMonths(run: (text: string) => Promise<unknown>): Promise<void> {
  await run(`do $do$ declare first_day timestamptz; part text; begin
    for back in 1..${months} loop
      first_day := date_trunc('month', now()) - make_interval(months => back);
      part := 'audit_logs_' || to_char(first_day, 'YYYY_MM');
      execute format('create table if not exists %I partition of audit_logs for values from (%L) to (%L)',
        part, first_day, first_day + interval '1 month');
    end loop; end $do$`);
}

/** Two in a hundred are disabled, three unverified, one is deleted. */
function peopleOf(from: number, to: number, users: number): string {
  return `
    insert into users (id, email, email_key, name, is_active, email_verified_at, version, created_at, updated_at, deleted_at)
    select bench_id(at, n::text), address, address, initcap(first) || ' ' || initcap(last), n % 50 <> 7,
      case when n % 33 = 5 then null else at end, 1, at, at, case when n % 100 = 9 then now() - interval '5 days' end
    from (
      select n, first, last, first || '.' || last || n || '@' || bench_word(n % 997, 3) || '.example' as address,
        date_trunc('milliseconds', now() - interval '3 years' + interval '3 years' * n / ${users}) as at
      from (select n, bench_word(n % 4999, 2) as first, bench_word(n % 49999, 3) as last
        from generate_series(${from}, ${to - 1}) n) named) people`;
}

const sessions = `
  insert into sessions (id, user_id, version, generation, refresh_hash, delivery, amr, auth_time, stepped_up_at, user_agent,
    ip_address, created_at, last_used_at, idle_expires_at, expires_at)
  select bench_id(now() - interval '2 days', id::text), id, 1, 0, md5(id::text), 'cookie', array['pwd'], now(), now(),
    'Browser', '203.0.113.1', now() - interval '2 days', now() - interval '1 day', now() + interval '9 days', now() + interval '9 days'
  from users`;

/** A password each; an app, codes, a passkey and a linked account for some. */
const waysIn = [
  `insert into credentials (id, user_id, kind, secret, created_at, updated_at)
    select md5('c' || id)::uuid, id, 'password', 'x', now(), now() from users`,
  `insert into factors (id, user_id, kind, sealed, counter, created_at, confirmed_at)
    select md5('f' || id)::uuid, id, 'totp', 'x', 0, now(), now() from users where abs(hashtext(email)) % 10 = 1`,
  `insert into recovery_codes (id, user_id, code_hash, created_at)
    select md5('r' || id || n)::uuid, id, md5(id || '' || n), now() from users, generate_series(1, 10) n
    where abs(hashtext(email)) % 10 = 1`,
  `insert into passkeys (id, user_id, credential_id, public_key, rp_id, sign_count, transports, backup_eligible, backed_up,
      aaguid, name, created_at)
    select md5('p' || id)::uuid, id, md5(id::text), 'x', 'auth.example.com', 0, '{}', true, true, md5('a')::uuid, 'Phone', now()
    from users where abs(hashtext(email)) % 20 = 2`,
  `insert into identities (id, user_id, provider, issuer, subject, created_at)
    select md5('i' || id)::uuid, id, 'google', 'https://accounts.google.com', id::text, now()
    from users where abs(hashtext(email)) % 10 = 3`,
];

const actions = [
  'session.started',
  'session.started',
  'session.started',
  'session.started',
  'session.ended',
  'session.ended',
];
const rareActions = [
  'session.stepped_up',
  'user.updated',
  'password.changed',
  'factor.added',
  'passkey.added',
  'user.registered',
];

function auditOf(from: number, to: number, auditRows: number, users: number): string {
  const names = (list: string[]) => `array[${list.map((name) => `'${name}'`).join(',')}]`;
  return `
    insert into audit_logs (id, created_at, user_id, actor_id, action, resource, outcome, details, ip_address, user_agent,
      request_id, session_id, salt, commitment, hash)
    select bench_id(at, n::text), at, whose, whose,
      case when n % 10 < 8 then (${names(actions)})[1 + n % ${actions.length}] else (${names(rareActions)})[1 + n % ${rareActions.length}] end,
      'session:' || md5((n / 3)::text)::uuid, case when n % 12 = 0 then 'refused' else 'success' end, '{"method": "password"}',
      '10.' || n % 200 || '.' || (n / 7) % 250 || '.' || (n / 11) % 250, 'Browser', md5(n::text)::uuid, null, 's', 'c', md5(n::text)
    from (
      select g.n, date_trunc('milliseconds', now() - interval '${months} months' + interval '${months} months' * g.n / ${auditRows}) as at,
        (select id from bench_people p where p.n = case when g.n % 100 = 0 then 7 else abs(hashint8(g.n)::bigint) % ${users} end) as whose
      from generate_series(${from}::bigint, ${to - 1}::bigint) g(n)) happened`;
}

const mails = `
  insert into outbox (id, kind, subject_id, template, outcome, attempts, due_at, created_at, done_at)
  select bench_id(now() - interval '20 days' * random(), id::text), 'mail', id, 'verify_email',
    case when random() < 0.02 then 'bounced' else 'sent' end, 1, now(), now() - interval '20 days', now() from users
  where abs(hashtext(email)) % 10 = 0`;

/** Drops the indexes of a table but for its key; answers what makes them again. */
async function withoutIndexes(database: Database, table: string): Promise<string[]> {
  const found = await database.rows<{ name: string; definition: string }>(sql`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = ${table}::regclass and not i.indisprimary`);
  for (const { name } of found) await database.rows(sql.raw(`drop index ${name}`));
  // PostgreSQL tells the index of the parent alone; made again, each month needs its own.
  return found.map(({ definition }) => definition.replace(' ON ONLY ', ' ON '));
}
