import { brokenScripts, deadLinks, lockedHosts, looseVersions, registryHosts, unknownScripts } from './papers.ts';
import { caught, readTree } from './tree.ts';

const tree = readTree();

describe('what is written down holds', () => {
  it('leads every link between our pages somewhere', () => {
    expect(deadLinks(tree)).toEqual([]);
  });
  it.each(['[a](nowhere.md)', '[a](../lambdas/nowhere)', '[a](#no-such-heading)', '[a](../LICENSE) and [b](x.md#y)'])(
    'catches a dead link: %s',
    (line) => {
      expect(caught(deadLinks, { 'docs/x.md': `# A heading\n${line}` }, tree)).toHaveLength(1);
    },
  );
  it('follows links to files, folders and headings, and none in code', () => {
    const page = '# The `x` page, in full\n[a](../package.json) [b](../lambdas/) [c](#the-x-page-in-full) `[d](e)`';
    expect(caught(deadLinks, { 'docs/x.md': page }, tree)).toEqual([]);
  });

  it('names no package registry', () => {
    expect(registryHosts(tree)).toEqual([]);
  });
  it('catches the name of a package registry', () => {
    const line = `curl https://${['registry', 'npmjs', 'org'].join('.')}/jose`;
    expect(caught(registryHosts, { 'docs/x.md': line }, tree)).toHaveLength(1);
  });

  it('pins every dependency to one version', () => {
    expect(looseVersions(tree)).toEqual([]);
  });
  it.each(['^1.2.3', '~1.2.3', '*', 'latest', '1.x', 'file:../x'])('catches a loose version: %s', (version) => {
    expect(
      caught(looseVersions, { 'package.json': JSON.stringify({ dependencies: { x: version } }) }, tree),
    ).toHaveLength(1);
  });

  it('keeps download addresses out of the lock', () => {
    expect(lockedHosts(tree)).toEqual([]);
  });
  it('catches a download address in the lock', () => {
    const lock = JSON.stringify({ packages: { 'node_modules/x': { resolved: 'https://packages.example/x.tgz' } } });
    expect(caught(lockedHosts, { 'package-lock.json': lock }, tree)).toHaveLength(1);
  });

  it('offers no script whose program is missing', () => {
    expect(brokenScripts(tree)).toEqual([]);
  });
  it('catches a script whose program is missing', () => {
    const manifest = JSON.stringify({ scripts: { x: 'node local/guard.mjs && node local/nowhere.ts --now' } });
    expect(caught(brokenScripts, { 'package.json': manifest }, tree)).toHaveLength(1);
  });

  it('tells nobody to run a script that is not there', () => {
    expect(unknownScripts(tree)).toEqual([]);
  });
  it('catches a script that is not there', () => {
    expect(caught(unknownScripts, { 'docs/x.md': 'Then `npm run depoly -- --stage x`.' }, tree)).toHaveLength(1);
  });
});
