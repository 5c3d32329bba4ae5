import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { openPglite } from '../../lambdas/adapters/database/pglite.ts';
import { freshPglite } from '../services/databases.ts';

const writer = fileURLToPath(new URL('pglite-writer.ts', import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'gatehouse-pglite-')), 'data');
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

/**
 * Reads the numbers that the writer has acknowledged, until there are so many; then kills it in the middle of its work.
 */
function acknowledged(child: ChildProcess, enough: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let last = 0;
    let text = '';
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
      last = Number(text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1));
      if (last >= enough) child.kill('SIGKILL');
    });
    child.once('error', reject).once('exit', () => (last >= enough ? resolve(last) : reject(new Error(text))));
  });
}

describe('PGlite in a folder', () => {
  it('has after a reopening what it had before', async () => {
    const first = await freshPglite({ folder });
    await first.rows(sql`insert into platform_facts (name, value) values ('kept', '1')`);
    await first.close();
    const second = await openPglite({ folder });
    expect(await second.rows(sql`select name from platform_facts`)).toEqual([{ name: 'kept' }]);
    await second.close();
  });
  it('has after kill -9 every statement and transaction whose promise had resolved', async () => {
    await (await freshPglite({ folder })).close();
    const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const last = await acknowledged(child, 40);
    const database = await openPglite({ folder });
    const names = (await database.rows<{ name: string }>(sql`select name from platform_facts`)).map(({ name }) => name);
    for (let n = 1; n <= last; n += 1) expect(names).toContain(`statement ${n}`);
    for (let n = 1; n <= last; n += 1) expect(names).toContain(`transaction ${n}`);
    await database.close();
  });
});

describe('a dump', () => {
  it('is a snapshot that another database starts as', async () => {
    const original = await freshPglite();
    await original.rows(sql`insert into platform_facts (name, value) values ('dumped', '1')`);
    const copy = await openPglite({ snapshot: await original.dump() });
    await original.rows(sql`delete from platform_facts`);
    expect(await copy.rows(sql`select name from platform_facts`)).toEqual([{ name: 'dumped' }]);
    await Promise.all([original.close(), copy.close()]);
  });
});
