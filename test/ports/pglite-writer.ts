/**
 * Writes into the PGlite folder that it is given and prints each number once it is acknowledged, until it is killed.
 */
import { sql } from 'drizzle-orm';
import { openPglite } from '../../lambdas/adapters/database/pglite.ts';

const database = await openPglite({ folder: process.argv[2] ?? '' });
const insert = (name: string) => sql`insert into platform_facts (name, value) values (${name}::text, '1')`;
for (let n = 1; ; n += 1) {
  await database.rows(insert(`statement ${n}`));
  await database.transaction((tx) => tx.execute(insert(`transaction ${n}`)));
  process.stdout.write(`${n}\n`);
}
