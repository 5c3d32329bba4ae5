import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { systemClock } from '../../lambdas/adapters/clock/system.ts';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { migrate } from '../../lambdas/workers/migrate.ts';
import { answers, asPostgres, end, freePort, launch, program, run, type Server, scratchFolder } from './server.ts';
import { cached, currentMigrations, digest } from './templates.ts';

/** The database that every fresh one is a copy of: the migrations, applied. */
export async function templateName(): Promise<string> {
  return `gatehouse_template_${(await currentMigrations()).key}`;
}

/** A folder of PostgreSQL's server programs, the newest one's, or undefined. */
export function postgresPrograms(): string | undefined {
  const versions = folders('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a));
  const found = program(
    'postgres',
    versions.map((version) => `/usr/lib/postgresql/${version}/bin`),
  );
  return found?.replace(/\/postgres$/, '');
}

/**
 * Starts a server that holds an empty `postgres` database and the template, with that much memory for pages. Throws
 * where no program is installed.
 */
export async function startPostgres({ memory = '32MB' } = {}): Promise<Server> {
  const programs = postgresPrograms();
  if (!programs) throw new Error('PostgreSQL is not installed');
  const kind = digest(`${programs} ${process.getuid?.()} ${await templateName()}`);
  const cluster = await cached(`postgres-${kind}`, (path) => makeCluster(programs, path));
  const folder = await ownFolder();
  await run('cp', ['-a', cluster, join(folder, 'data')]);
  const { child, port } = await serve(programs, join(folder, 'data'), memory);
  return {
    url: urlOf(port),
    port,
    signal: (name) => child.kill(name),
    async stop() {
      await end(child, 'SIGQUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the template on a server where it is missing. */
export async function ensureTemplate(adminUrl: string): Promise<void> {
  const name = await templateName();
  const admin = openNodePostgres({ connectionString: adminUrl, statementSeconds: 60 });
  const found = await admin.rows(sql`select 1 from pg_database where datname = ${name}::text`);
  if (found.length === 0) {
    const draft = `gatehouse_draft_${randomUUID().replaceAll('-', '')}`;
    await admin.rows(sql.raw(`create database ${draft}`));
    const database = openNodePostgres({ connectionString: withDatabase(adminUrl, draft), statementSeconds: 60 });
    await migrate(database, (await currentMigrations()).files, systemClock);
    await database.close();
    await admin.rows(sql.raw(`alter database ${draft} rename to ${name}`));
  }
  await admin.close();
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function makeCluster(programs: string, path: string): Promise<void> {
  const folder = await ownFolder();
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'];
  const privileges = asPostgres();
  if (privileges.length > 0) await run('setpriv', [...privileges, join(programs, 'initdb'), ...initdb]);
  else await run(join(programs, 'initdb'), initdb);
  const { child, port } = await serve(programs, data);
  await ensureTemplate(urlOf(port));
  await end(child, 'SIGINT');
  await run('cp', ['-a', data, path]);
  await rm(folder, { recursive: true, force: true });
}

async function serve(programs: string, data: string, memory = '32MB') {
  const port = await freePort();
  // It lives for one run: nothing needs to outlive a crash, and several share one machine.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: memory };
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const child = launch(join(programs, 'postgres'), args, asPostgres());
  await answers(child, async () => {
    const database = openNodePostgres({ connectionString: urlOf(port), maxConnections: 1 });
    await database.ping().finally(() => database.close());
  });
  return { child, port };
}

/** A folder that the server's user may enter. */
async function ownFolder(): Promise<string> {
  const folder = await scratchFolder();
  if (asPostgres().length > 0) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    await chown(folder, Number(stdout), -1);
  }
  return folder;
}

function urlOf(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

function folders(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
