import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { openFileKeys } from '../../lambdas/adapters/keys/file.ts';
import { memoryKeys } from '../../lambdas/adapters/keys/memory.ts';
import type { StoredKeys } from '../../lambdas/adapters/keys/stored-keys.ts';
import { type Keys, keyPurposes } from '../../lambdas/ports/keys.ts';
import { keysSuite } from './keys.suite.ts';

async function secretsOf(keys: Keys): Promise<string[][]> {
  const { byId } = await keys.ring('pepper');
  return [...byId.values()].map(({ id, key }) => [id, key.export().toString('hex')]);
}

describe('keys in memory', () => keysSuite(memoryKeys));

describe('keys in a file', () => {
  const clock = movableClock({ frozen: true });
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-keys-'));
    path = join(folder, 'keys.json');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = async () => JSON.parse(await readFile(path, 'utf8')) as StoredKeys;
  const write = (stored: unknown) => writeFile(path, JSON.stringify(stored));
  const open = () => openFileKeys(path, clock);

  describe('like any other', () => keysSuite(open));

  it('are made on the first start, for their owner alone, and leave no draft', async () => {
    await open();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['keys.json']);
  });
  it('are the same after a restart', async () => {
    const [before, after] = [await open(), await open()];
    expect((await after.signing()).jwks).toEqual((await before.signing()).jwks);
    expect(await secretsOf(after)).toEqual(await secretsOf(before));
  });
  it('are the same for processes that start at once', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, open));
    const ids = await Promise.all(all.map(async (keys) => (await keys.ring('refresh')).current.id));
    expect(new Set(ids).size).toBe(1);
    expect(await readdir(folder)).toEqual(['keys.json']);
  });
  it('stay private and whole through a rotation', async () => {
    const keys = await open();
    await keys.rotate('signing');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['keys.json']);
    expect((await (await open()).signing()).jwks).toEqual((await keys.signing()).jwks);
  });
  it('are answered from the cache for a minute: a dropped key is noticed then', async () => {
    const keys = await open();
    await keys.rotate('csrf');
    const ring = await keys.ring('csrf');
    const stored = await read();
    const secrets = (stored.rings.csrf?.secrets ?? []).filter(({ id }) => id === ring.current.id);
    await write({ ...stored, rings: { ...stored.rings, csrf: { current: ring.current.id, secrets } } });
    clock.advance(59.999);
    expect((await keys.ring('csrf')).byId.size).toBe(3);
    clock.advance(0.001);
    expect([...(await keys.ring('csrf')).byId.keys()]).toEqual([ring.current.id]);
  });
  it('are parsed once where the file has not changed', async () => {
    const keys = await open();
    const [signing, ring] = [await keys.signing(), await keys.ring('code')];
    clock.advance(3_600);
    expect(await keys.signing()).toBe(signing);
    expect(await keys.ring('code')).toBe(ring);
  });
  it('follow a rotation by another process within a minute', async () => {
    const [one, two] = [await open(), await open()];
    await one.rotate('signing');
    clock.advance(60);
    const answers = await Promise.all([two.signing(), two.signing(), two.signing()]);
    for (const signing of answers) expect(signing.current.kid).toBe((await one.signing()).current.kid);
  });
  it('take what another process has made since its rotation, before they hear of it', async () => {
    const [one, two] = [await open(), await open()];
    for (const purpose of keyPurposes) {
      await one.rotate(purpose);
      expect((await two.ring(purpose)).byId.has((await one.ring(purpose)).current.id)).toBe(true);
    }
  });
  it('gain a next secret where an older version has stored none, and keep what makes', async () => {
    const before = await open();
    const stored = await read();
    const older = Object.entries(stored.rings).map(([purpose, { current, secrets }]) => {
      return [purpose, { current, secrets: secrets.filter(({ id }) => id === current) }];
    });
    await write({ ...stored, rings: Object.fromEntries(older) });
    const after = await open();
    for (const purpose of keyPurposes) {
      const { current, byId } = await after.ring(purpose);
      expect(current.id).toBe((await before.ring(purpose)).current.id);
      expect(byId.size).toBe(2);
    }
  });
  it('are unavailable where the file is gone or broken later, and back with it', async () => {
    const keys = await open();
    const text = await readFile(path, 'utf8');
    for (const breakIt of [() => rm(path), () => writeFile(path, text.slice(0, 100)), () => write({ signing: {} })]) {
      await breakIt();
      clock.advance(60);
      await expect(keys.signing()).rejects.toMatchObject({ name: 'DependencyUnavailable', dependency: 'keys' });
      await expect(keys.ring('code')).rejects.toMatchObject({ name: 'DependencyUnavailable', dependency: 'keys' });
      await writeFile(path, text);
      expect((await keys.ring('code')).current.key.symmetricKeySize).toBe(32);
    }
  });
  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"signing":{}}',
    '{"signing":{},"rings":{}}',
    '{"signing":{"current":{},"next":{}},"rings":{"pepper":{}}}',
  ])('refuse to start on the file %j and leave it as it is', async (text) => {
    await writeFile(path, text);
    await expect(open()).rejects.toThrow(
      /keys\.json is not a key file.*every session ends and every password is refused$/,
    );
    expect(await readFile(path, 'utf8')).toBe(text);
  });
  it('refuse to start on a secret that is too short, without saying it', async () => {
    await open();
    const stored = await read();
    await write({
      ...stored,
      rings: { ...stored.rings, code: { current: 'a', secrets: [{ id: 'a', bytes: 'c2hvcnQ' }] } },
    });
    const error = await open().catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/ring code has no current secret of 32 bytes/);
    expect(String(error)).not.toContain('c2hvcnQ');
  });
  it('gain a ring that a newer version needs, and keep the others', async () => {
    const before = await open();
    const stored = await read();
    const { cursor: _gone, ...rings } = stored.rings;
    await write({ ...stored, rings });
    const after = await open();
    expect((await after.ring('cursor')).current.key.symmetricKeySize).toBe(32);
    expect(await secretsOf(after)).toEqual(await secretsOf(before));
    expect((await read()).rings.cursor?.current).toBe((await after.ring('cursor')).current.id);
  });
});
