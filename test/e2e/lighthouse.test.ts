import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Audit } from './harness/lighthouse-process.ts';
import { openPlatform, type Platform } from './harness/platform.ts';

const program = fileURLToPath(new URL('harness/lighthouse-process.ts', import.meta.url));
const pages = ['/', '/sign-in', '/sign-up'];

describe('Lighthouse', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await openPlatform();
  });
  afterAll(() => platform.close());

  it('gives the pages on which people come in 100 for accessibility and for best practices', async () => {
    const addresses = pages.map((path) => `${platform.origin}${path}`);
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...addresses]);
    const audits = JSON.parse(stdout) as Audit[];
    const lines = audits.map(({ url, scores }) => `${new URL(url).pathname}: ${JSON.stringify(scores)}`);
    process.stdout.write(`Lighthouse\n${lines.join('\n')}\n`);
    const full = { accessibility: 100, 'best-practices': 100 };
    expect(audits.map(({ scores, faults }) => ({ scores, faults }))).toEqual(
      pages.map(() => ({ scores: full, faults: [] })),
    );
  });
});
