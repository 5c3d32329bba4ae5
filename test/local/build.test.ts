import { randomBytes } from 'node:crypto';
import { smallSite, standInForNext } from '../web/export/stand-in.ts';
import { type Checkout, checkout } from './checkout.ts';

describe('npm run build', () => {
  let copy: Checkout;
  let next: ReturnType<typeof standInForNext>;

  beforeAll(() => {
    copy = checkout('linked');
    next = standInForNext(copy.folder);
  }, 60_000);
  afterAll(() => copy.remove());

  /** Builds a site whose sign-in page loads that many bytes which nothing compresses. */
  function buildWith(bytes: number) {
    const page = smallSite['sign-in.html'].replace(
      '<title>',
      '<script src="/_next/static/chunks/b.js"></script><title>',
    );
    next.will({
      files: { ...smallSite, 'sign-in.html': page, '_next/static/chunks/b.js': randomBytes(bytes).toString('latin1') },
    });
    copy.write('web/app/again.ts', `export const size = ${bytes};\n`);
    return copy.node('local/tools/build.ts');
  }

  it('says what each page loads at first', () => {
    const { status, output } = buildWith(50_000);
    expect(output).toMatch(/first load, gzip\n {2}\/ +0\.0 kB\n[\s\S]* {2}\/sign-in +\d+\.\d kB\n$/);
    expect(status).toBe(0);
  });

  it('fails where the sign-in page loads more than 200 kB, and says how much', () => {
    const { status, output } = buildWith(210_000);
    expect(output).toMatch(/\n\/sign-in loads \d+\.\d kB: at most 200\.0 kB are allowed\.\n$/);
    expect(status).toBe(1);
  });

  it('fails with what is to be mended, and no stack', () => {
    next.will({ failure: 'web/app/page.tsx:3 nothing there' });
    copy.write('web/app/again.ts', 'export const broken = true;\n');
    expect(copy.node('local/tools/build.ts')).toEqual({ status: 1, output: 'web/app/page.tsx:3 nothing there\n' });
  });
});
