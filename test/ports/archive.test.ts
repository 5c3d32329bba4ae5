import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderArchive } from '../../lambdas/adapters/archive/folder.ts';
import { archiveSuite, bytes } from './archive.suite.ts';

describe('the archive in a folder', () => {
  let parent: string;
  let born = 0;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'gatehouse-archive-'));
  });
  afterAll(() => rm(parent, { recursive: true }));

  archiveSuite(() => folderArchive(join(parent, `${born++}`)));

  it('leaves no draft behind, and files that nobody may write', async () => {
    const folder = join(parent, 'modes');
    const archive = folderArchive(folder);
    await archive.put('once', bytes('x'));
    await archive.put('once', bytes('y')).catch(() => {});
    expect(await readdir(folder)).toEqual(['once']);
    expect((await stat(join(folder, 'once'))).mode & 0o777).toBe(0o400);
  });
});
