import { type Import, importsOf } from './syntax.ts';
import { caught, type Fence, readTree, type Tree } from './tree.ts';

const tree = readTree();
const say = ({ path, line, target }: Import) => `${path}:${line} imports ${target}`;
const breaches = (folder: string, isWrong: (found: Import) => boolean) => (at: Tree) =>
  importsOf(at, folder).filter(isWrong).map(say);
const flowOf = (path: string) => /^lambdas\/flows\/([^/]+)\//.exec(path)?.[1];
const leadsInto = ({ local, target }: Import, ...folders: string[]) =>
  local && folders.some((folder) => target.startsWith(`lambdas/${folder}/`));

const contractFile = /^lambdas\/flows\/[^/]+\/(contract|[\w-]+-routes)\.ts$/;
const isEntry = ({ path, target }: Import) =>
  path.endsWith('/lambda.ts') && /^lambdas\/compose\/cloud(-hashing|-internet)?\.ts$/.test(target);

const drivers =
  /^(pg|@electric-sql\/pglite|iovalkey|@aws-sdk\/.*|drizzle-orm\/(pglite|node-postgres|pg-proxy|aws-data-api))(\/|$)/;
const mayUseDrivers = /^(lambdas\/(adapters|compose)|test|bench|local\/(operator|tools)|infra)\//;

const oneWay: Record<string, { fence: Fence; breach: Record<string, string> }> = {
  'a flow imports no other flow': {
    fence: breaches(
      'lambdas/flows',
      (found) => leadsInto(found, 'flows') && flowOf(found.target) !== flowOf(found.path),
    ),
    breach: { 'lambdas/flows/account/x.ts': "export { session } from '../session/contract.ts';" },
  },
  'a flow reaches no adapter, worker or composition': {
    fence: breaches('lambdas/flows', (found) => leadsInto(found, 'adapters', 'workers', 'compose') && !isEntry(found)),
    breach: { 'lambdas/flows/account/x.ts': "await import('../../adapters/clock/system.ts');" },
  },
  "a function's entry joins its handler with the composition for the cloud and does nothing else": {
    fence: breaches(
      'lambdas/flows',
      (found) => found.path.endsWith('/lambda.ts') && !isEntry(found) && !found.target.endsWith('/handler.ts'),
    ),
    breach: { 'lambdas/flows/account/lambda.ts': "import { api } from '../../api.ts';" },
  },
  'the domain imports no flow, adapter, worker or composition': {
    fence: breaches('lambdas/domain', (found) => leadsInto(found, 'flows', 'adapters', 'workers', 'compose')),
    breach: { 'lambdas/domain/user/x.ts': "import type { Api } from '../../flows/account/contract.ts';" },
  },
  'ports import nothing of ours but ports': {
    fence: breaches('lambdas/ports', (found) => found.local && !leadsInto(found, 'ports')),
    breach: { 'lambdas/ports/x.ts': "import { newId } from '../kernel/id.ts';" },
  },
  'the kernel imports nothing of ours but the kernel and ports': {
    fence: breaches('lambdas/kernel', (found) => found.local && !leadsInto(found, 'kernel', 'ports')),
    breach: { 'lambdas/kernel/x.ts': "import { users } from '../domain/user/user.table.ts';" },
  },
  'adapters import no domain, flow or composition': {
    fence: breaches('lambdas/adapters', (found) => leadsInto(found, 'domain', 'flows', 'workers', 'compose')),
    breach: { 'lambdas/adapters/kv/x.ts': "import { users } from '../../domain/user/user.table.ts';" },
  },
  'the product imports nothing outside lambdas/': {
    fence: breaches('lambdas', ({ local, target }) => local && !target.startsWith('lambdas/')),
    breach: { 'lambdas/domain/user/x.ts': "import words from '../../../local/tools/words.ts';" },
  },
  'only adapters and compositions import a driver or an AWS SDK': {
    fence: (at) =>
      importsOf(at)
        .filter(({ path, target }) => drivers.test(target) && !mayUseDrivers.test(path))
        .map(say),
    breach: { 'lambdas/domain/user/x.ts': "import { drizzle } from 'drizzle-orm/node-postgres';" },
  },
  'an AWS SDK is loaded when it is first used: a file that imports one is itself imported by import() alone': {
    fence: (at) => {
      const loading = importsOf(at, 'lambdas').filter(({ atOnce }) => atOnce);
      const clients = loading.filter(({ target }) => target.startsWith('@aws-sdk/')).map(({ path }) => path);
      // Nobody waits for a worker.
      const inRequests = loading.filter(({ path }) => !path.startsWith('lambdas/compose/workers/'));
      return inRequests.filter(({ target }) => clients.includes(target)).map(say);
    },
    breach: { 'lambdas/adapters/kv/x.ts': "import { openTable, type Table } from './dynamodb-table.ts';" },
  },
  'contracts, and the groups of routes that they are made of, import zod/mini, kernel/http and error codes alone': {
    fence: (at) =>
      importsOf(at, 'lambdas/flows')
        .filter(({ path }) => contractFile.test(path))
        .filter(({ target }) => target !== 'zod/mini' && !contractFile.test(target))
        .filter(({ target }) => !/^lambdas\/kernel\/(http\/[\w-]+|errors)\.ts$/.test(target))
        .map(say),
    breach: { 'lambdas/flows/account/contract.ts': "import { users } from '../../domain/user/user.table.ts';" },
  },
  'the stacks read what the product says of itself, and run none of it': {
    fence: breaches(
      'infra',
      ({ local, target }) =>
        local &&
        !/^(infra\/|web\/export\/|lambdas\/(api|kernel\/http\/contract|ports\/keys|adapters\/\w+\/[\w-]+-schema)\.ts$)/.test(
          target,
        ),
    ),
    breach: { 'infra/x.ts': "import { migrate } from '../lambdas/workers/migrate.ts';" },
  },
  'the samples for apps import nothing of the platform': {
    fence: breaches('examples', ({ local, target }) => local && !target.startsWith('examples/')),
    breach: {
      'examples/express/x.ts': "import { verifyAccessToken } from '../../lambdas/domain/session/access-token.ts';",
    },
  },
  'classic zod is imported nowhere in the product': {
    fence: (at) =>
      importsOf(at, 'infra', 'lambdas', 'local')
        .filter(({ target }) => target === 'zod' || /^zod\/(v3|v4)(\/(?!mini)|$)/.test(target))
        .map(say),
    breach: { 'lambdas/kernel/x.ts': "import { z } from 'zod';" },
  },
};

const featureOf = (path: string) => /^web\/features\/([^/]+)\//.exec(path)?.[1];
const isInto = ({ local, target }: Import, ...folders: string[]) =>
  local && folders.some((folder) => target.startsWith(`${folder}/`));
const forBrowsers = /^lambdas\/(api|kernel\/errors|kernel\/http\/[\w-]+|flows\/[\w-]+\/contract)\.ts$/;

const web: typeof oneWay = {
  'pages take of the platform contracts, error codes and the client alone': {
    fence: breaches('web', (found) => isInto(found, 'lambdas') && !forBrowsers.test(found.target)),
    breach: { 'web/lib/x.ts': "import { users } from '../../lambdas/domain/user/user.table.ts';" },
  },
  'the web app imports nothing of the local platform, its tests and its tools': {
    fence: breaches('web', (found) => isInto(found, 'local', 'test', 'bench', 'infra')),
    breach: { 'web/export/x.ts': "import { html } from '../../local/html.ts';" },
  },
  'a feature imports no other feature': {
    fence: breaches(
      'web/features',
      (found) => isInto(found, 'web/features') && featureOf(found.target) !== featureOf(found.path),
    ),
    breach: { 'web/features/account/x.tsx': "import { SignIn } from '../password-login/sign-in.tsx';" },
  },
  'the design system and what features share know no feature and no route': {
    fence: (at) =>
      ['web/ui', 'web/lib'].flatMap((folder) =>
        breaches(folder, (found) => isInto(found, 'web/features', 'web/app'))(at),
      ),
    breach: { 'web/ui/x.tsx': "import { SignIn } from '../features/password-login/sign-in.tsx';" },
  },
  'pages know nothing of what makes and serves them, and nothing of Node': {
    fence: (at) =>
      importsOf(at, 'web')
        .filter(({ path }) => !/^web\/(export\/|next\.config\.ts)/.test(path))
        .filter((found) => isInto(found, 'web/export') || found.target.startsWith('node:'))
        .map(say),
    breach: { 'web/lib/x.ts': "import { join } from 'node:path';" },
  },
};

describe('dependencies run one way', () => {
  for (const [promise, { fence, breach }] of Object.entries({ ...oneWay, ...web })) {
    it(promise, () => {
      expect(fence(tree)).toEqual([]);
    });
    it(`catches a breach: ${promise}`, () => {
      const [path] = Object.keys(breach);
      expect(caught(fence, breach, tree)).toEqual([expect.stringContaining(`${path}:1 imports`)]);
    });
  }

  it('sees an import in every form, and none in a comment or a string', () => {
    const forms = [
      "import { a } from './a.ts';",
      "import type { B } from './b.ts';",
      "export * from './c.ts';",
      "export { d } from './d.ts';",
      "const e = await import('./e.ts');",
      "let f: import('./f.ts').F;",
      "// import { g } from './g.ts';",
      'const h = "import h from \'./h.ts\'";',
    ].join('\n');
    const found = importsOf(new Map([['lambdas/x.ts', forms]])).map(({ target }) => target);
    expect(found.sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `lambdas/${name}.ts`));
  });
});
