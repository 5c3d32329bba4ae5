import { bundleNames } from '../../infra/built.ts';
import { readTree } from './tree.ts';

/** The functions of each loop of the page, in the order of the loops. */
function loopsIn(page: string): string[][] {
  return [...page.matchAll(/^ *for f in ([\w -]+); do$/gm)].map(([, names = '']) => names.split(' ').sort());
}

describe('the page of a restore', () => {
  const page = readTree().get('docs/operations/backup.md') ?? '';
  /** The flow of service reads, and must say that the platform is not ready. */
  const writers = bundleNames()
    .filter((name) => name !== 'service')
    .sort();

  it('stops every function that writes, so that nothing is written that will be lost, and starts each of them again', () => {
    expect(loopsIn(page)).toEqual([writers, writers]);
  });
  it('would be caught without one', () => {
    expect(loopsIn(page.replaceAll(' registration', ''))).not.toEqual([writers, writers]);
  });
});
