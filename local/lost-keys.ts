import { sql } from 'drizzle-orm';
import type { Platform } from '../lambdas/kernel/context.ts';

/**
 * Whether the database holds passwords that these keys cannot check: it was filled with another data folder's keys, or
 * with keys in memory that are gone.
 */
export async function hasLostKeys({ database, keys }: Pick<Platform, 'database' | 'keys'>): Promise<boolean> {
  const { byId } = await keys.ring('pepper');
  const peppers = await database.rows<{ id: string }>(sql`
    select distinct split_part(secret, '$', 3) as id from credentials where secret like '$gh1$%'`);
  return peppers.some(({ id }) => !byId.has(id));
}
