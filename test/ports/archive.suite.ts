import type { Archive } from '../../lambdas/ports/archive.ts';

export const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** What every adapter of the archive port must show. */
export function archiveSuite(open: () => Archive): void {
  let archive: Archive;
  beforeEach(() => {
    archive = open();
  });

  it.each(['a', 'audit/2026/11/seal-000001.json', 'a.b', 'x=1/y_2-3'])(
    'gives back what was put as %j',
    async (name) => {
      await archive.put(name, bytes('content'));
      expect(await archive.get(name)).toEqual(bytes('content'));
    },
  );
  it('keeps every byte', async () => {
    const all = Uint8Array.from({ length: 256 }, (_, n) => n);
    await archive.put('bytes', all);
    await archive.put('none', new Uint8Array());
    expect(await archive.get('bytes')).toEqual(all);
    expect(await archive.get('none')).toEqual(new Uint8Array());
  });
  it('gives null for what is not there, a folder too', async () => {
    await archive.put('folder/file', bytes('x'));
    expect(await archive.get('nothing')).toBeNull();
    expect(await archive.get('folder')).toBeNull();
    expect(await archive.get('folder/file/below')).toBeNull();
  });
  it('refuses to write a name twice, and keeps the first content', async () => {
    await archive.put('once', bytes('first'));
    await expect(archive.put('once', bytes('second'))).rejects.toThrow('once is in the archive already');
    expect(await archive.get('once')).toEqual(bytes('first'));
  });
  it('lets one of 20 parallel writes of one name win', async () => {
    const written = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => archive.put('race', bytes(`content ${n}`))),
    );
    const winners = written.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    expect(winners).toHaveLength(1);
    expect(await archive.get('race')).toEqual(bytes(`content ${winners[0]}`));
  });
  it('lists the names under a prefix in order, and nothing where nothing is', async () => {
    expect(await archive.list('')).toEqual([]);
    for (const name of ['b/2', 'a/10', 'a/1', 'ab']) await archive.put(name, bytes(name));
    expect(await archive.list('')).toEqual(['a/1', 'a/10', 'ab', 'b/2']);
    expect(await archive.list('a')).toEqual(['a/1', 'a/10', 'ab']);
    expect(await archive.list('a/')).toEqual(['a/1', 'a/10']);
    expect(await archive.list('c')).toEqual([]);
  });
  it.each([
    '',
    '.',
    '..',
    '../a',
    'a/../b',
    'a/..',
    '/a',
    'a/',
    'a//b',
    '.hidden',
    'a/.b',
    'a\\b',
    'a\0b',
    'a b',
    'ä',
    'n'.repeat(513),
  ])('refuses the name %j for every use', async (name) => {
    await expect(archive.put(name, bytes('x'))).rejects.toThrow(RangeError);
    await expect(archive.get(name)).rejects.toThrow(RangeError);
    expect(await archive.list('')).toEqual([]);
  });
}
