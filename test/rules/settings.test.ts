import { readTree } from './tree.ts';

/** Names of settings in a text, each once. */
function settingsIn(text: string): string[] {
  return [...new Set(text.match(/\bGATEHOUSE_[A-Z_]+\b/g))].sort();
}

describe('the page of settings', () => {
  const tree = readTree();
  const page = tree.get('docs/settings.md') ?? '';
  const readers = [...tree].filter(([path]) => path === 'lambdas/kernel/config.ts' || path.startsWith('web/export/'));
  const read = settingsIn(readers.map(([, text]) => text).join('\n'));

  it('names every setting that the configuration and the build of the site read, and no other', () => {
    expect(settingsIn(page)).toEqual(read);
  });
  it.each(['GATEHOUSE_MODE', 'GATEHOUSE_BRAND_LOGO'])('would be caught without %s', (setting) => {
    expect(settingsIn(page.replaceAll(setting, ''))).not.toEqual(read);
  });
});
