import { bundleNames } from '../../infra/built.ts';
import { readTree } from './tree.ts';

/** What the page's variable `writers` holds. */
function writersIn(page: string): string[] {
  const parts = [...page.matchAll(/^ *writers=['"](?:\$writers )?([\w -]+)['"]$/gm)];
  return parts.flatMap(([, names = '']) => names.split(' ')).sort();
}

describe('the page of a restore', () => {
  const page = readTree().get('docs/operations/backup.md') ?? '';
  /** The flow of service reads, and must say that the platform is not ready. */
  const writers = bundleNames()
    .filter((name) => name !== 'service')
    .sort();

  it('stops every function that writes, so that nothing is written that will be lost, and starts each of them again', () => {
    expect(writersIn(page)).toEqual(writers);
    expect(page.match(/^ *for f in \$writers; do$/gm)).toHaveLength(2);
  });
  it('would be caught without one', () => {
    expect(writersIn(page.replaceAll(' session', ''))).not.toEqual(writers);
  });
});
