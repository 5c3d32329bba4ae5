import { bundle, foreignToFlow, foreignToTable } from './bundles.ts';
import { readTree } from './tree.ts';

const tree = readTree();
const handlers = [...tree.keys()].filter((path) => /^lambdas\/flows\/[^/]+\/handler\.ts$/.test(path));
const api = 'lambdas/api.ts';

describe('a bundle carries what it needs and nothing else', () => {
  it('bundles the table to zod and contracts alone', async () => {
    const table = await bundle(api);
    expect(foreignToTable(table)).toEqual([]);
    expect(table.inputs).toContain('lambdas/kernel/http/fields.ts');
  });
  it('catches server code in the table', async () => {
    const breach = `import './kernel/config.ts';\n${tree.get(api)}`;
    expect(foreignToTable(await bundle(api, { [api]: breach }))).toContain('lambdas/kernel/config.ts');
  });

  it('bundles the typed client without server code', async () => {
    expect(foreignToTable(await bundle('lambdas/kernel/http/client.ts'))).toEqual([]);
  });

  it('keeps the table as small as a page can load', async () => {
    expect((await bundle(api)).size).toBeLessThan(largestTable);
  });
  it('catches a table that grew by classic zod', async () => {
    const breach = `import { z } from 'zod';\nconsole.log(z);\n${tree.get(api)}`;
    expect((await bundle(api, { [api]: breach })).size).toBeGreaterThan(largestTable);
  });

  it.each(handlers)('puts no driver, no words of mails and nothing of the local platform into %s', async (handler) => {
    expect(foreignToFlow(await bundle(handler))).toEqual([]);
  });
  it.each([
    ['a driver', "import 'pg';", 'node_modules/pg/lib/index.js'],
    ['the local platform', "import '../../../local/guard.mjs';", 'local/guard.mjs'],
    ['words of mails', "import '../../domain/mail/render-mail.ts';", 'lambdas/domain/mail/words/en.ts'],
  ])('catches %s in a flow', async (_what, line, file) => {
    const [handler = api] = handlers;
    expect(foreignToFlow(await bundle(handler, { [handler]: line }))).toContain(file);
  });
});

/** Bytes, minified and not compressed. */
const largestTable = 80_000;
