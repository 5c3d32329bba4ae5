/**
 * `npm run check`: every check in turn; stops at the first that fails and says which it was. `-- --except NAME` leaves one
 * out.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { except: { type: 'string', multiple: true, default: [] } } });
const all = [
  ['types', 'check:types'],
  ['lint', 'check:lint'],
  ['fences', 'check:fences'],
  ['dead code', 'check:dead-code'],
  ['OpenAPI drift', 'check:openapi'],
] as const;
const checks = all.filter(([name]) => !values.except.includes(name));

for (const [name, script] of checks) {
  process.stdout.write(`check: ${name}\n`);
  const { status } = spawnSync(process.execPath, ['--run', script], { stdio: 'inherit' });
  if (status !== 0) {
    process.stderr.write(`check: ${name} FAILED. It runs alone by: npm run ${script}\n`);
    process.exit(1);
  }
}
process.stdout.write(`check: ${checks.map(([name]) => name).join(', ')} passed\n`);
