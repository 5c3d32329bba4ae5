import { sql } from 'drizzle-orm';
import type { PgliteDatabase } from '../../lambdas/adapters/database/pglite.ts';
import { freshPglite } from '../services/databases.ts';

let database: PgliteDatabase;
beforeAll(async () => {
  database = await freshPglite();
});
afterAll(() => database.close());

test('has an index behind every key whose rows change when another row is deleted', async () => {
  // A foreign key has none of its own. `c` and `n`: on delete cascade, on delete set null (pg_constraint).
  const keys = await database.rows<{ key: string; indexed: boolean }>(sql`
    select c.conname::text as key,
      exists (select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]) as indexed
    from pg_constraint c where c.contype = 'f' and c.confdeltype in ('c', 'n')`);
  expect(keys.length).toBeGreaterThan(0);
  expect(keys.filter(({ indexed }) => !indexed)).toEqual([]);
});
