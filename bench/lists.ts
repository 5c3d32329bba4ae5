/**
 * Every list, filter, search and export page with a million users and ten million audit rows, beside the same with a
 * thousand of each: by EXPLAIN no page reads a table whole, and its p99 stays within 1.5 times.
 */
import { sql } from 'drizzle-orm';
import { openNodePostgres } from '../lambdas/adapters/database/node-postgres.ts';
import { startPostgres, templateName, withDatabase } from '../test/services/postgres.ts';
import { casesOf, mostSamples } from './lists/cases.ts';
import { fill, type Size } from './lists/fill.ts';
import { type ListPlatform, openListPlatform } from './lists/platform.ts';
import { percentile } from './report.ts';

const budget = 1.5;
const little: Size = { users: 1_000, auditRows: 1_000 };
const much: Size = { users: 1_000_000, auditRows: 10_000_000 };
/** Of each case, one of the little database and one of the large in turn: so many that twenty are beyond the p99. */
const calls = 2_000;
/** Every value once: pages of both sizes are read from memory then, as those of the little database are at once. */
const warmCalls = mostSamples;

/** Takes some twenty minutes; with `scale` 0.1 a tenth of the rows. */
export async function reportLists(print: (text: string) => void, scale = 1): Promise<boolean> {
  const server = await startPostgres({ memory: '2GB' });
  try {
    const large = { users: much.users * scale, auditRows: much.auditRows * scale };
    const few = await filled(server.url, 'few', little);
    const many = await filled(server.url, 'many', large);
    print(
      `lists with ${large.users} users and ${large.auditRows} audit rows beside ${little.users} and ${little.auditRows}`,
    );
    const kept = await compare(await openListPlatform(few), await openListPlatform(many), print);
    print('');
    return kept;
  } finally {
    await server.stop();
  }
}

async function filled(serverUrl: string, name: string, size: Size): Promise<string> {
  const admin = openNodePostgres({ connectionString: serverUrl, maxConnections: 1, statementSeconds: 60 });
  await admin.rows(sql.raw(`create database ${name} template ${await templateName()}`));
  await admin.close();
  const connectionString = withDatabase(serverUrl, name);
  const database = openNodePostgres({ connectionString, maxConnections: 1, statementSeconds: 3_600 });
  await fill(database, size);
  // As the Data API has it, which prepares nothing: a plan that is kept for one size alone would be what is compared.
  await database.rows(sql.raw(`alter database ${name} set plan_cache_mode = force_custom_plan`));
  await database.close();
  return connectionString;
}

async function compare(few: ListPlatform, many: ListPlatform, print: (text: string) => void): Promise<boolean> {
  let kept = true;
  const littleCases = await casesOf(few);
  const largeCases = await casesOf(many);
  for (const [index, { name, path }] of largeCases.entries()) {
    const same = littleCases[index]?.path ?? path;
    const scans = await many.scans(() => many.get(path()));
    const [base, times]: [number[], number[]] = [[], []];
    for (let call = -warmCalls; call < calls; call += 1) {
      const [one, other] = [await timed(() => few.get(same())), await timed(() => many.get(path()))];
      if (call < 0) continue;
      base.push(one);
      times.push(other);
    }
    for (const list of [base, times]) list.sort((a, b) => a - b);
    const of = (share: number) => ({ few: percentile(base, share), many: percentile(times, share) });
    const [p50, p99] = [of(0.5), of(0.99)];
    const ratio = p99.many / p99.few;
    const fine = ratio <= budget && scans.length === 0;
    kept &&= fine;
    const reads = scans.length === 0 ? 'by index' : `READS WHOLE: ${scans.join(', ')}`;
    print(
      `  ${name}: p99 ${p99.many.toFixed(2)} ms, ${ratio.toFixed(2)} times ${p99.few.toFixed(2)} ms (median ${(p50.many / p50.few).toFixed(2)} times ${p50.few.toFixed(2)} ms), ${reads}: ${fine ? 'ok' : 'MISSED'}`,
    );
  }
  await Promise.all([few.close(), many.close()]);
  return kept;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
