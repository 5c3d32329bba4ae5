import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleNames, refuseUnbuilt } from '../../infra/built.ts';
import { root } from '../rules/tree.ts';

/** Runs the app as the CDK's own command does. */
function run(context: object) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['infra/app.ts'], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', CDK_CONTEXT_JSON: JSON.stringify(context) },
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

describe('the app behind npm run cdk', () => {
  it.each([
    ['without a stage', {}, /^Which stage\? Say --context stage=NAME, with a name from infra\/stages\.ts\n$/],
    ['for a stage that is not there', { stage: 'nowhere' }, /^There is no stage "nowhere" .* There are: .*\n$/],
  ])('says %s what to do, and nothing of where it gave up', (_how, context, sentence) => {
    expect(run(context)).toEqual({ status: 1, said: expect.stringMatching(sentence) });
  });

  it('says what was not built, and what builds it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-built-'));
    const built = { bundles: join(folder, 'bundles'), site: join(folder, 'site') };
    const [kept, ...others] = bundleNames();
    mkdirSync(join(built.bundles, String(kept)), { recursive: true });
    writeFileSync(join(built.bundles, String(kept), 'index.mjs'), '');
    const all = [...others, 'the site'].join(', ');
    expect(() => refuseUnbuilt(built, 'production')).toThrow(
      `Not built yet: ${all}. Run first: npm run synth -- --stage production`,
    );
    rmSync(folder, { recursive: true });
  });
});
