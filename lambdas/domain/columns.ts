import { timestamp, uuid } from 'drizzle-orm/pg-core';

/** Column kinds that every engine (PGlite, node-postgres, Data API) gives back as they went in. */
export const id = () => uuid('id').primaryKey();
/** UTC, to the millisecond, set from the clock port and never by the database's own clock. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
