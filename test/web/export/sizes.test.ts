import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { firstLoads } from '../../../web/export/sizes.ts';

const script = () => Buffer.from(randomBytes(3_000).toString('base64'));
const [a, b, old] = [script(), script(), script()];
const sized = (...scripts: Buffer[]) => scripts.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);

describe('what a page loads at first', () => {
  it('is every script that it names, once, by gzip, without those for browsers that have no modules', () => {
    const files = new Map([
      [
        'sign-in.html',
        Buffer.from(`<head><script src="/_next/a.js" async></script><link rel="preload" as="script"
        href="/_next/a.js"><script src="/_next/old.js" noModule></script></head><script src="/_next/b.js"></script>
        <script src="/_next/a.js"></script><script>inline()</script>`),
      ],
      ['index.html', Buffer.from('<script src="/_next/a.js"></script>')],
      ['account/security.html', Buffer.from('<p>script src="/_next/b.js"</p>')],
      ['sign-in.txt', Buffer.from('<script src="/_next/a.js"></script>')],
      ['_next/a.js', a],
      ['_next/b.js', b],
      ['_next/old.js', old],
    ]);
    expect(firstLoads(files)).toEqual([
      { route: '/', bytes: sized(a) },
      { route: '/account/security', bytes: 0 },
      { route: '/sign-in', bytes: sized(a, b) },
    ]);
  });
});
