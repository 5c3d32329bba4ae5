/** The pages that are asked for: each answers a path, anew for each call. */
import { sql } from 'drizzle-orm';
import type { ListPlatform } from './platform.ts';

export interface ListCase {
  name: string;
  path(): string;
}

/** So many values are asked for in turn: once each warms what they need of both databases. */
export const mostSamples = 300;

/** Values that are there, so that pages are full. */
interface Sample {
  userIds: string[];
  emails: string[];
  names: string[];
  resources: string[];
  addresses: string[];
}

export async function casesOf({ database, get }: ListPlatform): Promise<ListCase[]> {
  const sample = await sampleOf(database);
  const people = sample.names.map((name) => name.toLowerCase().split(' '));
  // One of each, so that they are as many as the other values: of one the first name, of the next the last.
  const words = inTurn(people.map((names, index) => names[index % 2] ?? ''));
  const names = inTurn(people);
  const [email, resource, address] = [inTurn(sample.emails), inTurn(sample.resources), inTurn(sample.addresses)];
  const userId = inTurn(sample.userIds);
  const query = (path: string, given: Record<string, string>) => `/api/v1${path}?${new URLSearchParams(given)}`;
  const users = (given: Record<string, string> = {}) => query('/users', given);
  const audit = (given: Record<string, string> = {}) => query('/audit-logs', given);
  const [busiest = ''] = await busiestOf(database);
  const day = 86_400_000;
  const daysAgo = (days: number) => new Date(Date.now() - days * day).toISOString();
  const deep = await cursorAfter(get, users({ per_page: '100' }), 8);
  const deepAudit = await cursorAfter(get, audit({ per_page: '100' }), 8);
  return [
    { name: 'users', path: () => users() },
    { name: 'users, a page further on', path: () => users({ per_page: '100', cursor: deep }) },
    { name: 'users by address', path: () => users({ sort: 'email' }) },
    { name: 'users by name, backwards', path: () => users({ sort: '-name' }) },
    { name: 'users disabled', path: () => users({ 'filter[status]': 'disabled' }) },
    { name: 'users unverified', path: () => users({ 'filter[status]': 'unverified' }) },
    { name: 'users deleted', path: () => users({ 'filter[status]': 'deleted' }) },
    { name: 'users of a role', path: () => users({ 'filter[role]': 'support' }) },
    {
      name: 'users of everybody’s role, disabled',
      path: () => users({ 'filter[role]': 'user', 'filter[status]': 'disabled' }),
    },
    { name: 'search by three letters', path: () => users({ 'filter[search]': words().slice(0, 3) }) },
    { name: 'search by first and last name', path: () => users({ 'filter[search]': names().join(' ') }) },
    { name: 'search by address', path: () => users({ 'filter[search]': email() }) },
    { name: 'search for nobody', path: () => users({ 'filter[search]': 'zzyzx' }) },
    {
      name: 'search among the disabled',
      path: () => users({ 'filter[search]': words().slice(0, 2), 'filter[status]': 'disabled' }),
    },
    { name: 'one user', path: () => `/api/v1/users/${userId()}` },
    { name: 'timeline of a user', path: () => `/api/v1/users/${userId()}/timeline` },
    { name: 'users, export', path: () => query('/users/export', { format: 'csv' }) },
    { name: 'audit log', path: () => audit() },
    { name: 'audit log, a page further on', path: () => audit({ per_page: '100', cursor: deepAudit }) },
    { name: 'audit log, the oldest first', path: () => audit({ sort: 'created_at' }) },
    { name: 'audit log of a user', path: () => audit({ 'filter[user_id]': userId() }) },
    { name: 'audit log of the busiest user', path: () => audit({ 'filter[user_id]': busiest }) },
    { name: 'audit log of an action', path: () => audit({ 'filter[action]': 'session.started' }) },
    { name: 'audit log of a rarer action', path: () => audit({ 'filter[action]': 'password.changed' }) },
    { name: 'audit log of a family of actions', path: () => audit({ 'filter[action]': 'session.*' }) },
    { name: 'audit log of a resource', path: () => audit({ 'filter[resource]': resource() }) },
    { name: 'audit log of an address', path: () => audit({ 'filter[ip]': address() }) },
    { name: 'audit log of a day', path: () => audit({ 'filter[from]': daysAgo(40), 'filter[to]': daysAgo(39) }) },
    { name: 'audit log, refused', path: () => audit({ 'filter[outcome]': 'refused' }) },
    {
      name: 'audit log of the busiest user, a rarer action, refused',
      path: () => audit({ 'filter[user_id]': busiest, 'filter[action]': 'factor.added', 'filter[outcome]': 'refused' }),
    },
    { name: 'audit log, export', path: () => query('/audit-logs/export', { format: 'ndjson' }) },
    { name: 'mail deliveries', path: () => query('/mail-deliveries', {}) },
    { name: 'mail deliveries that bounced', path: () => query('/mail-deliveries', { 'filter[outcome]': 'bounced' }) },
    {
      name: 'mail deliveries of a user',
      path: () => query('/mail-deliveries', { 'filter[user_id]': userId() }),
    },
    { name: 'overview', path: () => query('/admin/stats', {}) },
  ];
}

/** One after the other, and again from the first. */
function inTurn<Item>(items: readonly Item[]): () => Item {
  let at = 0;
  return () => items[at++ % items.length] as Item;
}

async function cursorAfter(get: ListPlatform['get'], first: string, pages: number): Promise<string> {
  let cursor = '';
  for (let page = 0; page < pages; page += 1)
    cursor = (await get(cursor === '' ? first : `${first}&cursor=${encodeURIComponent(cursor)}`)) ?? cursor;
  return cursor;
}

async function sampleOf(database: ListPlatform['database']): Promise<Sample> {
  const people = await database.rows<{ id: string; email: string; name: string }>(sql`
    select u.id, u.email, u.name from bench_people p join users u on u.id = p.id
    where p.n in (select floor(random() * (select count(*) from bench_people))::bigint from generate_series(1, ${mostSamples}::int))`);
  const rows = await database.rows<{ resource: string; ip: string }>(sql`
    select resource, ip_address as ip from audit_logs tablesample system (1) where random() < 0.2 limit ${mostSamples}::int`);
  const found = rows.length > 0 ? rows : [{ resource: 'session:x', ip: '10.0.0.1' }];
  return {
    userIds: people.map(({ id }) => id),
    emails: people.map(({ email }) => email),
    names: people.map(({ name }) => name),
    resources: found.map(({ resource }) => resource),
    addresses: found.map(({ ip }) => ip),
  };
}

/** Who has a hundredth of all rows. */
async function busiestOf(database: ListPlatform['database']): Promise<string[]> {
  const rows = await database.rows<{ id: string }>(sql`select id from bench_people where n = 7`);
  return rows.map(({ id }) => id);
}
