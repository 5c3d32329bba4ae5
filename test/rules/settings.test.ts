import { readTree } from './tree.ts';

/** Names of settings in a text, each once. */
function settingsIn(text: string): string[] {
  return [...new Set(text.match(/\bGATEHOUSE_[A-Z_]+\b/g))].sort();
}

describe('the page of settings', () => {
  const tree = readTree();
  const read = (path: string) => tree.get(path) ?? '';

  it('names every setting that the configuration reads, and no other', () => {
    expect(settingsIn(read('docs/settings.md'))).toEqual(settingsIn(read('lambdas/kernel/config.ts')));
  });
  it('would be caught without one', () => {
    expect(settingsIn('| `GATEHOUSE_MODE` |')).not.toEqual(settingsIn(read('lambdas/kernel/config.ts')));
  });
});
