import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './tree.ts';

/** The migrations that drizzle-kit would add to those of the repository for this schema. */
function missingMigrations(schema: (folder: string) => string): string[] {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist/migrations-'));
  try {
    const out = join(folder, 'migrations');
    cpSync(join(root, 'lambdas/migrations'), out, { recursive: true });
    const before = new Set(readdirSync(out));
    const args = ['--dialect=postgresql', `--schema=${schema(folder)}`, `--out=${relative(root, out)}`];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['node_modules/drizzle-kit/bin.cjs', 'generate', ...args],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
    if (status !== 0 || stderr) throw new Error(stdout + stderr);
    return readdirSync(out).filter((name) => !before.has(name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ours = './lambdas/domain/schema.ts';

describe('the migrations', () => {
  it('make the tables that the code describes', () => {
    expect(missingMigrations(() => ours)).toEqual([]);
  });
  it('catches a table that no migration makes', () => {
    const grown = (folder: string) => {
      const file = join(folder, 'schema.ts');
      const lines = [
        "export * from '../../lambdas/domain/schema.ts';",
        "import { pgTable, text } from 'drizzle-orm/pg-core';",
      ];
      writeFileSync(file, `${lines.join('\n')}\nexport const extra = pgTable('extra', { name: text('name') });\n`);
      return `./${relative(root, file)}`;
    };
    expect(missingMigrations(grown)).toEqual([expect.stringMatching(/^0\d+_.*\.sql$/)]);
  });
});
