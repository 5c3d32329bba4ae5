import { sql } from 'drizzle-orm';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { redisStore } from '../../lambdas/adapters/kv/redis.ts';
import { describeWith, freshDatabase, freshPglite, redisUrl } from './databases.ts';

const countRoles = sql`select count(*)::int as n from roles`;

describeWith('PostgreSQL', 'freshDatabase', () => {
  it('makes a database of its own with the migrations applied, each time', async () => {
    const urls = await Promise.all([freshDatabase(), freshDatabase()]);
    const [first, second] = urls.map((connectionString) => openNodePostgres({ connectionString }));
    await first?.rows(sql`delete from role_permissions`);
    expect(await first?.rows(countRoles)).toEqual([{ n: 3 }]);
    expect(await first?.rows(sql`select 1 from role_permissions`)).toEqual([]);
    expect(await second?.rows(sql`select 1 from role_permissions limit 1`)).toHaveLength(1);
    await Promise.all([first?.close(), second?.close()]);
  });
});

describe('freshPglite', () => {
  it('opens a database with the migrations applied', async () => {
    const database = await freshPglite();
    expect(await database.rows(countRoles)).toEqual([{ n: 3 }]);
    await database.close();
  });
});

describeWith('Redis', 'redisUrl', () => {
  it('gives every caller a store of its own', async () => {
    const clock = movableClock();
    const [first, second] = [redisStore({ ...redisUrl(), clock }), redisStore({ ...redisUrl(), clock })];
    const ref = { kind: 'challenge', key: 'k' } as const;
    await first.put(ref, 'mine', 60);
    expect(await second.get([ref])).toEqual([null]);
    await second.clear();
    expect(await first.get([ref])).toEqual(['mine']);
    await Promise.all([first.close(), second.close()]);
  });
});
