import { generateSync } from 'otplib';
import { lookAhead, matchCode, newSecret, otpauthUri } from '../../../lambdas/domain/factor/one-time-code.ts';

/** The key of both RFCs, ASCII `12345678901234567890`. */
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const second = (epoch: number) => new Date(epoch * 1000);
const totpAt = (epoch: number) => generateSync({ secret: rfcSecret, epoch });
const hotpAt = (counter: number) => generateSync({ secret: rfcSecret, strategy: 'hotp', counter });

describe('codes by a counter', () => {
  const vectors = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');

  it.each(vectors.map((code, counter) => [counter, code] as const))(
    'takes the code of RFC 4226 D at counter %i, and keeps the next one',
    (counter, code) => {
      const now = second(0);
      expect(matchCode('hotp', rfcSecret, code, { counter, now })).toEqual({ kind: 'right', counter: counter + 1 });
    },
  );

  it('takes a code of up to ten presses later, and none of before or beyond [A97]', () => {
    const at = (counter: number) => matchCode('hotp', rfcSecret, hotpAt(counter), { counter: 100, now: second(0) });
    expect(at(100 + lookAhead)).toEqual({ kind: 'right', counter: 101 + lookAhead });
    expect(at(101 + lookAhead)).toEqual({ kind: 'wrong' });
    expect(at(99)).toEqual({ kind: 'wrong' });
  });
});

describe('codes by time', () => {
  // RFC 6238 B, SHA-1: eight digits, of which an authenticator shows the last six.
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('takes the code of RFC 6238 B at %i', (epoch, code) => {
    const match = matchCode('totp', rfcSecret, code.slice(2), { counter: 0, now: second(epoch) });
    expect(match).toEqual({ kind: 'right', counter: Math.floor(epoch / 30) });
  });

  it('takes a code in its own step and in the next one, to the second [ASVS 6.5.5]', () => {
    const code = totpAt(3000);
    const at = (epoch: number) => matchCode('totp', rfcSecret, code, { counter: 0, now: second(epoch) }).kind;
    expect([2999, 3000, 3029, 3030, 3059, 3060].map(at)).toEqual([
      'wrong',
      'right',
      'right',
      'right',
      'right',
      'wrong',
    ]);
  });

  it('takes no step twice, and none below one that was used [A48]', () => {
    const at = (codeOf: number, newest: number) =>
      matchCode('totp', rfcSecret, totpAt(codeOf), { counter: newest, now: second(3030) }).kind;
    expect(at(3030, 100)).toBe('right');
    expect(at(3030, 101)).toBe('wrong');
    expect(at(3000, 99)).toBe('right');
    expect(at(3000, 100)).toBe('wrong');
    expect(at(3000, 101)).toBe('wrong');
  });

  it('refuses everything, and breaks nothing, where the clock was set back behind the newest step', () => {
    const match = matchCode('totp', rfcSecret, totpAt(3000), { counter: 100_000, now: second(3000) });
    expect(match).toEqual({ kind: 'wrong' });
  });

  it('says of a code up to ten minutes late that the clock is off, and takes it not', () => {
    const at = (epoch: number) => matchCode('totp', rfcSecret, totpAt(epoch), { counter: 0, now: second(30_000) });
    const drifted = { kind: 'wrong', hint: 'clock_drift' };
    expect([at(29_940), at(29_400)]).toEqual([drifted, drifted]);
    expect(at(29_370)).toEqual({ kind: 'wrong' });
  });

  it('gives that hint to nobody who sends a code of a step that was used', () => {
    const used = { counter: 985, now: second(30_000) };
    expect(matchCode('totp', rfcSecret, totpAt(985 * 30), used)).toEqual({ kind: 'wrong' });
  });

  it('tells of a clock that runs ahead to whoever set the secret up, and to no guesser', () => {
    const now = second(30_000);
    const early = totpAt(30_060);
    expect(matchCode('totp', rfcSecret, early, { counter: 0, now })).toEqual({ kind: 'wrong' });
    expect(matchCode('totp', rfcSecret, early, { counter: 0, now, forward: true })).toEqual({
      kind: 'wrong',
      hint: 'clock_drift',
    });
  });

  it.each(['', '28708', '2870820', '94287082', '28708a', '٢٨٧٠٨٢', '-28708', '2.8708', '0x1234'])(
    'refuses %j, which is no code',
    (input) => {
      expect(matchCode('totp', rfcSecret, input, { counter: 0, now: second(59) })).toEqual({ kind: 'wrong' });
    },
  );

  it('takes a code with the space that apps show in its middle', () => {
    expect(matchCode('totp', rfcSecret, ' 287 082 ', { counter: 0, now: second(59) }).kind).toBe('right');
  });
});

describe('a secret', () => {
  it('has 160 bits in base32, and never comes twice', () => {
    const secrets = Array.from({ length: 50 }, newSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('comes with an address that authenticators read: issuer, account, and the counter of a token', () => {
    const uri = new URL(otpauthUri('totp', rfcSecret, 'Gate & House', 'ada+1@example.com'));
    expect(uri.protocol + uri.host).toBe('otpauth:totp');
    expect(decodeURIComponent(uri.pathname)).toBe('/Gate & House:ada+1@example.com');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret: rfcSecret, issuer: 'Gate & House' });
    expect(new URL(otpauthUri('hotp', rfcSecret, 'Gatehouse', 'ada')).searchParams.get('counter')).toBe('0');
  });
});
