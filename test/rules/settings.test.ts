import { knownBesides } from '../../lambdas/kernel/known-settings.ts';
import { keyPurposes } from '../../lambdas/ports/keys.ts';
import { readTree } from './tree.ts';

const keySecrets = ['signing', ...keyPurposes];

/** Names of settings in a text, each once. */
function settingsIn(text: string): string[] {
  return [...new Set(text.match(/\bGATEHOUSE_[A-Z_]+\b/g))].sort();
}

/** The members of `FunctionEnvironment` that are no settings, those of the secrets of keys written out. */
function setByStacks(text: string, settings: readonly string[]): string[] {
  const members = [...text.matchAll(/^ {2}(GATEHOUSE_[A-Z_]+)\??:/gm)].map(([, name = '']) => name);
  const secrets = keySecrets.map((purpose) => `GATEHOUSE_SECRET_${purpose.toUpperCase()}`);
  return [...new Set([...members, ...secrets])].filter((name) => !settings.includes(name)).sort();
}

describe('the page of settings', () => {
  const tree = readTree();
  const page = tree.get('docs/settings.md') ?? '';
  const readers = [...tree].filter(([path]) => path === 'lambdas/kernel/config.ts' || path.startsWith('web/export/'));
  const read = settingsIn(readers.map(([, text]) => text).join('\n'));
  const [ours = '', cloud = ''] = page.split('## What the stacks set');

  it('names every setting that the configuration and the build of the site read, and no other', () => {
    expect(settingsIn(ours)).toEqual(read);
  });
  it.each(['GATEHOUSE_MODE', 'GATEHOUSE_BRAND_LOGO'])('would be caught without %s', (setting) => {
    expect(settingsIn(ours.replaceAll(setting, ''))).not.toEqual(read);
  });

  /** Every name in what is ours, but for tests, which make some up, and for beginnings of names. */
  const used = new Set(
    [...tree]
      .filter(([path]) => !/^test\/(?!e2e\/harness\/)|known-settings\.ts$/.test(path))
      .flatMap(([, text]) => settingsIn(text))
      .filter((name) => !name.endsWith('_')),
  );
  it('is the whole of what a start knows, together with the options of this machine: it tells of any other name', () => {
    expect([...used].filter((name) => !read.includes(name) && !knownBesides.includes(name))).toEqual([]);
    expect(setByStacks(tree.get('infra/constructs/environment.ts') ?? '', [...read, ...knownBesides])).toEqual([]);
    const secret = /^GATEHOUSE_SECRET_/;
    expect(knownBesides.filter((name) => !used.has(name) && !secret.test(name))).toEqual([]);
  });

  it('names in a table of its own every further variable that the stacks set, and no other', () => {
    expect(settingsIn(cloud)).toEqual(setByStacks(tree.get('infra/constructs/environment.ts') ?? '', read));
  });
  it('would be caught without GATEHOUSE_STORE_TABLE in that table', () => {
    const missing = settingsIn(cloud.replaceAll('GATEHOUSE_STORE_TABLE', ''));
    expect(missing).not.toEqual(setByStacks(tree.get('infra/constructs/environment.ts') ?? '', read));
  });
});
