import { encodingFor } from '../../../local/site/encoding.ts';

describe('the encoding of an answer', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['gzip;q=0.5, br;q=0.5', 'br'],
    ['gzip;q=0.5, identity', 'identity'],
    ['br; q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'gzip'],
    ['*;q=0, gzip', 'gzip'],
    ['gzip;q=0', 'identity'],
    ['gzip;q=x', 'identity'],
    ['zstd, deflate', 'identity'],
    ['*;q=0', 'identity'],
    ['identity', 'identity'],
    ['', 'identity'],
    [',, ;q=1', 'identity'],
  ])('is, for a client that takes %j, %s', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding);
  });
});
