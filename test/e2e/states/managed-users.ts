/** Users as the platform would answer them, one of each kind. */
import { administrator, dataOf, listOf, numberedId } from './administrators.ts';
import type { Visit } from './state.ts';

const user = (index: number, told: Readonly<Record<string, unknown>> = {}) => ({
  id: numberedId(index),
  email: `person${index}@example.com`,
  name: `Person ${index}`,
  locale: null,
  avatar_url: null,
  is_active: true,
  email_verified: true,
  reset_required: false,
  roles: ['user'],
  two_step: false,
  passkeys: 0,
  has_password: true,
  identities: [],
  last_seen_at: '2026-01-26T12:00:00.000Z',
  created_at: '2025-06-30T08:15:00.000Z',
  updated_at: '2026-01-26T12:00:00.000Z',
  deleted_at: null,
  version: 3,
  ...told,
});

export const grace = user(1, {
  email: 'grace.brewster.murray.hopper@a-rather-long-domain.example.com',
  name: 'Grace Brewster Murray Hopper, Rear Admiral',
  roles: ['admin', 'support', 'user'],
  two_step: true,
  passkeys: 2,
  identities: ['google', 'apple'],
  locale: 'en-GB',
});
const users = [
  grace,
  user(2, { is_active: false, last_seen_at: null }),
  user(3, { email_verified: false, has_password: false, roles: [] }),
  user(4, { reset_required: true, has_password: false }),
  ...[5, 6, 7, 8].map((index) => user(index)),
];
export const deleted = user(9, { deleted_at: '2026-11-20T12:00:00.000Z', roles: [], has_password: false });

export async function openMocked(visit: Visit, query = '', next: string | null = null): Promise<void> {
  await administrator(visit);
  const { page } = visit;
  await page.route(/\/api\/v1\/users(\?|$)/, (route) => listOf(route, users, next));
  for (const one of [...users, deleted]) await page.route(`**/api/v1/users/${one.id}`, (route) => dataOf(route, one));
  await visit.person.open(`/admin/users${query}`);
}
