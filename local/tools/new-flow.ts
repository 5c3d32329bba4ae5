/** `npm run new:flow NAME`: a new flow, listed where flows are listed, that passes every check. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { api } from '../../lambdas/api.ts';
import { type FlowNames, flowFiles } from './new-flow-files.ts';

const root = join(import.meta.dirname, '../..');
/** Names that the files of a flow already give to something else, and words that JavaScript keeps. */
const taken = new Set(
  `api z id reads flows test it expect describe beforeAll afterAll context principal platform await break case catch class
  const continue debugger default delete do else enum export extends false finally for function if implements import in
  instanceof interface let new null package private protected public return static super switch this throw true try
  typeof var void while with yield`.split(/\s+/),
);

/** Why a name cannot be taken, or null. */
function refusalOf({ flow, camel, pascal }: FlowNames): string | null {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(flow) || flow.length > 40)
    return 'a flow is named in lower-case words joined by hyphens, such as gift-card, of at most 40 characters';
  if (taken.has(camel)) return `${camel} already means something in the files of a flow`;
  if (Object.hasOwn(api, camel) || existsSync(join(root, 'lambdas/flows', flow)))
    return `there is a flow ${flow} already`;
  for (const { routes } of Object.values(api))
    for (const [name, { path }] of Object.entries(routes))
      if (name === `get${pascal}` || path === `/api/v1/${flow}`) return `there is a route ${name} at ${path} already`;
  return null;
}

function namesOf(flow: string): FlowNames {
  const camel = flow.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { flow, camel, pascal: camel.slice(0, 1).toUpperCase() + camel.slice(1) };
}

/** Adds an import and a member to a file that lists the flows; `list` catches what stands in the list. */
function enlist(path: string, line: string, list: RegExp, member: string): void {
  const file = join(root, path);
  const text = readFileSync(file, 'utf8');
  const listed = text.replace(list, (all, members: string) =>
    all.replace(members, `${members.trim().replace(/,$/, '')}, ${member} `),
  );
  if (listed === text) throw new Error(`${path} does not list the flows as it should`);
  writeFileSync(file, listed.replace(/^import /m, `${line}\nimport `));
}

function run(program: string, ...args: string[]): void {
  const { status } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`${program} failed`);
}

const names = namesOf(process.argv[2] ?? '');
const refusal = refusalOf(names);
if (refusal) {
  process.stderr.write(`npm run new:flow NAME: ${refusal}\n`);
  process.exit(1);
}
const files = flowFiles(names);
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { flag: 'wx' });
}
const { flow, camel } = names;
enlist('lambdas/api.ts', `import { ${camel} } from './flows/${flow}/contract.ts';`, /const api = \{([^}]*)\}/, camel);
enlist(
  'lambdas/compose/flows.ts',
  `import { ${camel}Flow } from '../flows/${flow}/handler.ts';`,
  /const flows\b[^=]*= \[([^\]]*)\]/,
  `${camel}Flow`,
);
run(
  'node_modules/@biomejs/biome/bin/biome',
  'check',
  '--write',
  'lambdas/api.ts',
  'lambdas/compose/flows.ts',
  ...Object.keys(files).filter((path) => path.endsWith('.ts')),
);
run('local/tools/openapi.ts');
process.stdout.write(
  `Made ${flow}:\n${Object.keys(files)
    .map((path) => `  ${path}\n`)
    .join('')}Next: CONTRIBUTING.md, A new flow in an afternoon.\n`,
);
