import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';

/** What was counted on a day (UTC, `2026-01-31`): `name` says what, `key` of which kind. Kept by a worker. */
export const dailyCounts = pgTable(
  'daily_counts',
  {
    day: text('day').notNull(),
    name: text('name').notNull(),
    key: text('key').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.name, table.key] })],
);

/** Who was there on which day. */
export const activeDays = pgTable(
  'active_days',
  { day: text('day').notNull(), userId: uuid('user_id').notNull() },
  (table) => [primaryKey({ columns: [table.day, table.userId] }), index('active_days_user_id').on(table.userId)],
);

/** One row: up to which number of the sealed audit log is counted, and when what is counted whole was counted. */
export const statisticsPosition = pgTable(
  'statistics_position',
  { id: integer('id').primaryKey(), seq: integer('seq').notNull(), countedAt: instant('counted_at') },
  () => [check('statistics_position_single', sql`id = 1`)],
);
