import { hostRule, ownOrigins } from '../../../local/gateway/host.ts';

describe('names under which the platform answers', () => {
  it.each([
    ['2001:DB8:0::1', '[2001:db8::1]'],
    ['fe80:0::1%eth0', '[fe80::1]'],
    ['MyBox', 'mybox'],
  ])('takes --host %s as a browser writes it, %s', (host, name) => {
    expect(hostRule(host, 4000)([`${name}:4000`], '')).toBeNull();
    expect(ownOrigins(host, 4000)).toContain(`http://${name}:4000`);
  });

  it('has no origin for a name that no browser opens', () => {
    const loopback = ['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000'];
    expect(ownOrigins('1.2.3.4.5', 4000)).toEqual(loopback);
  });

  it.each(['evil.example:4000', 'localhost.evil.example:4000', 'localhost:4001', '[::2]:4000'])(
    'refuses Host %s [A119]',
    (host) => {
      expect(hostRule('127.0.0.1', 4000)([host], '127.0.0.1')).toMatchObject({ status: 403 });
    },
  );
});
