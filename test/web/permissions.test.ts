import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminPermissions, mayAdminister } from '../../web/lib/permissions.ts';
import { person } from './tabs.ts';

const folder = join(import.meta.dirname, '../../lambdas/migrations');
const migrations = readdirSync(folder).filter((name) => name.endsWith('.sql'));
const sql = migrations.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
/** `('id', 'users:read', 'users', 'read', 'See users')` */
const permissionRow = /\('[0-9a-f-]+', '([a-z_]+:[a-z_]+)', '[a-z_]+', '[a-z_]+', '((?:[^']|'')+)'\)/g;

describe('the permissions that the administration knows', () => {
  it('are those of the platform, in its words', () => {
    const rows = [...sql.matchAll(permissionRow)].map(([, name, words = '']) => [name, words.replaceAll("''", "'")]);
    expect(rows.length).toBeGreaterThan(0);
    expect(adminPermissions).toEqual(Object.fromEntries(rows));
  });

  it('open it for whoever holds one of them, and for nobody else', () => {
    const holder = (...permissions: string[]) => mayAdminister({ ...person('ada'), permissions });
    expect(holder('stats:read')).toBe(true);
    expect(holder()).toBe(false);
    expect(holder('orders:read', 'constructor', 'users:*')).toBe(false);
  });
});
