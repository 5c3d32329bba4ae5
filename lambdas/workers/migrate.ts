import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { Clock } from '../ports/clock.ts';
import { type Database, type Db, sqlState } from '../ports/database.ts';

/** One SQL file; its statements are parted by drizzle-kit's `--> statement-breakpoint`. */
export interface MigrationFile {
  name: string;
  sql: string;
}

/** The files and the journal contradict each other. Nothing was changed. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** Any number that nothing else locks. */
const lockKey = 7_146_420_871;

/** The SQL files of a folder in their order. */
export async function readMigrations(folder: string | URL): Promise<MigrationFile[]> {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder;
  const names = (await readdir(path)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(join(path, name), 'utf8') })));
}

/**
 * Applies what is not applied yet, in order, one transaction a file, and answers the names of those. An unchanged
 * schema costs one query. Two runners at once apply each file once: they wait for each other. What a later release has
 * applied is left alone: its schema serves this one too, and a deploy that is rolled back runs the older files again.
 * Throws `MigrationError` where an applied file was changed or is missing among these, or where a new one stands before
 * an applied one.
 */
export async function migrate(database: Database, files: readonly MigrationFile[], clock: Clock): Promise<string[]> {
  const pending = pendingFiles(files, await readJournal(database));
  const applied: string[] = [];
  for (const file of pending) {
    if (await apply(database, files, file, clock)) applied.push(file.name);
  }
  return applied;
}

interface JournalRow extends Record<string, unknown> {
  name: string;
  checksum: string;
}

const selectJournal = sql`select name, checksum from schema_migrations`;

async function readJournal(database: Database): Promise<JournalRow[]> {
  try {
    return await database.rows<JournalRow>(selectJournal);
  } catch (error) {
    // undefined_table: nothing was ever applied here.
    if (sqlState(error) === '42P01') return [];
    throw error;
  }
}

/** Whether this runner applied it: another one may have done so while this one waited for the lock. */
async function apply(
  database: Database,
  files: readonly MigrationFile[],
  file: MigrationFile,
  clock: Clock,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    // A migration may wait for another runner and may run longer than a request's statement.
    await tx.execute(sql`set local statement_timeout = 0`);
    // As text: the Data API answers no void.
    await tx.execute(sql`select pg_advisory_xact_lock(${lockKey}::bigint)::text`);
    await tx.execute(sql`create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamp (3) with time zone not null)`);
    if (!pendingFiles(files, await journalIn(tx)).includes(file)) return false;
    for (const statement of statementsOf(file)) await tx.execute(sql.raw(statement));
    await tx.execute(sql`insert into schema_migrations (name, checksum, applied_at)
      values (${file.name}::text, ${checksumOf(file)}::text, ${clock.now().toISOString()}::timestamptz)`);
    return true;
  });
}

async function journalIn(tx: Db): Promise<JournalRow[]> {
  return ((await tx.execute(selectJournal)) as unknown as { rows: JournalRow[] }).rows;
}

/** The files that the journal does not name; throws where the two contradict each other. */
function pendingFiles(files: readonly MigrationFile[], journal: readonly JournalRow[]): MigrationFile[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const newest = files.at(-1)?.name ?? '';
  for (const row of journal.filter(({ name }) => name <= newest)) {
    const file = byName.get(row.name);
    if (!file) throw new MigrationError(`${row.name} was applied to this database and is missing from the migrations`);
    if (checksumOf(file) !== row.checksum) {
      throw new MigrationError(`${row.name} was changed after it was applied: put it back and add a new migration`);
    }
  }
  const applied = new Set(journal.map((row) => row.name));
  const pending = files.filter((file) => !applied.has(file.name));
  // Compared here: the database orders text by its own collation.
  const last = [...applied].sort().at(-1) ?? '';
  const late = pending.find((file) => file.name < last);
  if (late)
    throw new MigrationError(`${late.name} stands before ${last}, which was applied already: give it a later name`);
  return pending;
}

function statementsOf(file: MigrationFile): string[] {
  return file.sql
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter(Boolean);
}

/** Over the text with line ends as on every system. */
function checksumOf(file: MigrationFile): string {
  return createHash('sha256').update(file.sql.replaceAll('\r\n', '\n')).digest('hex');
}
