/** What people do on the platform without a browser. */
import type { Account, Platform } from './platform.ts';

/** The administrator of every platform. */
export const admin = { email: 'admin@example.com', password: 'gatehouse-local-only-42' };

type Credentials = Pick<Account, 'email' | 'password'>;

export interface ApiPerson {
  id: string;
  /** The field of each of their calls. */
  headers: Record<string, string>;
}

/** Signs in as a client that is no browser. */
export async function apiPerson(platform: Platform, { email, password }: Credentials): Promise<ApiPerson> {
  const { data, code } = await platform.call('POST', 'auth/login', { email, password, token_delivery: 'body' });
  if (code) throw new Error(`login: ${code}`);
  return { id: (data.user as { id: string }).id, headers: { authorization: `Bearer ${data.access_token}` } };
}

/** The id of an account that needs no second step. */
export async function idOf(platform: Platform, account: Credentials): Promise<string> {
  return (await apiPerson(platform, account)).id;
}

/** Something that the administrator does; throws where it is refused. */
export async function asAdmin(
  platform: Platform,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const by = await apiPerson(platform, admin);
  const { data, code } = await platform.call(method, path, body, { ...by.headers, ...headers });
  if (code) throw new Error(`${method} ${path}: ${code}`);
  return data;
}

/** Makes a role and gives it to the account, in the place of all others. */
export async function giveOnlyRole(
  platform: Platform,
  account: Credentials,
  role: { name: string; display_name: string; permissions: readonly string[] },
): Promise<void> {
  const id = await idOf(platform, account);
  const made = await asAdmin(platform, 'POST', 'roles', role);
  const { version } = await asAdmin(platform, 'GET', `users/${id}`);
  await asAdmin(platform, 'PUT', `users/${id}/roles`, { role_ids: [made.id] }, { 'if-match': `"${version}"` });
}
