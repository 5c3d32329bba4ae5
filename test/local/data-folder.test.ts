import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../local/data-folder.ts';

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'gatehouse-folder-'));
});
afterEach(() => rmSync(top, { recursive: true }));

describe('the data folder', () => {
  it('is made with those above it, for its owner alone, and taken as it is where it is there', () => {
    const folder = join(top, 'a', 'b');
    makeFolder(folder);
    makeFolder(folder);
    expect([join(top, 'a'), folder].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
  });

  it('is no file, and not below one', () => {
    const file = join(top, 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(file)).toThrow(`--data ${file} is a file, not a folder`);
    const below = join(file, 'a', 'b');
    expect(() => makeFolder(below)).toThrow(`--data ${below} cannot be created: ${file} is a file, not a folder`);
  });

  it('is refused with the system’s reason where it cannot be had', () => {
    const long = join(top, 'x'.repeat(300));
    expect(() => makeFolder(long)).toThrow(`--data ${long} cannot be created (ENAMETOOLONG)`);
  });

  it.each(process.platform === 'linux' ? ['/proc/nope', '/proc/nope/deep'] : [])(
    'is refused at once where no folder can be made: %s',
    (folder) => {
      expect(() => makeFolder(folder)).toThrow(/^--data \/proc\/nope(\/deep)? cannot be created \(E\w+\)$/);
    },
  );
});
