import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { freePort } from './services/server.ts';

const root = new URL('..', import.meta.url);

describe('README', () => {
  let platform: ChildProcess;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const args = ['local/main.ts', '--port', String(port), '--data', 'memory', '--no-seed', '--no-web'];
    platform = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    if (platform.stdout) await once(platform.stdout, 'data');
  }, 60_000);

  afterAll(async () => {
    platform.kill('SIGTERM');
    await once(platform, 'exit');
  });

  it('shows the main job by hand with commands that do what their comments say', async () => {
    const readme = await readFile(new URL('README.md', root), 'utf8');
    const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(readme) ?? [];
    const script = block.replaceAll(':4000', `:${port}`);
    const { stdout } = await promisify(execFile)('bash', ['-eu', '-c', script], { cwd: root });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers).toMatchObject([
      { success: true, data: { request_token: expect.any(String) } },
      { success: true, data: { user: { email: 'ada@example.org', email_verified: true } } },
      { success: true, data: { email: 'ada@example.org', name: 'Ada' } },
      { success: false, error: { code: 'TOKEN_INVALID' } },
    ]);
    expect(answers[1].data).not.toHaveProperty('password_required');
  });
});
