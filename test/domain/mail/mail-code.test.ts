import { memoryKeys } from '../../../lambdas/adapters/keys/memory.ts';
import {
  displayMailCode,
  mailCodeHash,
  mailCodeMatches,
  newMailCode,
  normaliseMailCode,
} from '../../../lambdas/domain/mail/mail-code.ts';

const row = '01900000-0000-7000-8000-000000000001';
const otherRow = '01900000-0000-7000-8000-000000000002';
const code = 'ABCD2345';

async function fixture() {
  const keys = await memoryKeys();
  return { keys, ring: await keys.ring('code') };
}

describe('a mailed code', () => {
  it('is eight of the 31 unambiguous characters, each as likely as any other [ASVS 6.5.4]', () => {
    const codes = Array.from({ length: 8_000 }, newMailCode);
    expect(codes.every((one) => /^[2-9A-HJKMNP-Z]{8}$/.test(one))).toBe(true);
    const counts = new Map<string, number>();
    for (const character of codes.join('')) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(31);
    // Chi-square with 30 degrees of freedom stays below 100 but once in a thousand million runs.
    const expected = (8_000 * 8) / 31;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(100);
  });

  it('is shown in two groups, which read back as the code', () => {
    expect(displayMailCode(code)).toBe('ABCD-2345');
    expect(normaliseMailCode(displayMailCode(code))).toBe(code);
  });

  it.each([code, 'abcd2345', 'ABCD-2345', ' abcd 2345 ', 'a b c d-2 3 4 5', 'ABCD\u00a02345\n'])(
    'is read from what a person types: %j',
    (typed) => {
      expect(normaliseMailCode(typed)).toBe(code);
    },
  );
  it.each([
    '',
    'ABCD234',
    'ABCD23456',
    'ABCD234O',
    'ABCD2340',
    'ABCD234I',
    'ABCD2341',
    'ABCD234L',
    'ABCD_2345',
    'ＡBCD2345',
    '\u017fBCD2345',
  ])('is not read from what cannot be one: %j', (typed) => {
    expect(normaliseMailCode(typed)).toBeNull();
  });
});

describe('the stored hash of a mailed code', () => {
  it('names its key and holds nothing of the code', async () => {
    const { ring } = await fixture();
    const stored = mailCodeHash(ring, 'verify_email', row, code);
    expect(stored).toMatch(new RegExp(`^${ring.current.id}\\.[\\w-]{43}$`));
    expect(stored).not.toContain(code);
  });

  it('is right for its code, in its row, of its kind, and for nothing else', async () => {
    const { ring } = await fixture();
    const stored = mailCodeHash(ring, 'verify_email', row, code);
    expect(mailCodeMatches(ring, stored, 'verify_email', row, code)).toBe(true);
    expect(mailCodeMatches(ring, stored, 'verify_email', row, 'ABCD2346')).toBe(false);
    expect(mailCodeMatches(ring, stored, 'verify_email', otherRow, code)).toBe(false);
    expect(mailCodeMatches(ring, stored, 'set_password', row, code)).toBe(false);
  });

  it('does not let one field run into the next', async () => {
    const { ring } = await fixture();
    expect(mailCodeHash(ring, 'ab', 'c', code)).not.toBe(mailCodeHash(ring, 'a', 'bc', code));
  });

  it('is still right after a rotation, and worth nothing under another key', async () => {
    const { keys, ring } = await fixture();
    const stored = mailCodeHash(ring, 'verify_email', row, code);
    await keys.rotate('code');
    const rotated = await keys.ring('code');
    expect(rotated.current.id).not.toBe(ring.current.id);
    expect(mailCodeMatches(rotated, stored, 'verify_email', row, code)).toBe(true);
    const { ring: strange } = await fixture();
    expect(mailCodeMatches(strange, stored, 'verify_email', row, code)).toBe(false);
  });

  it.each([null, '', '.', 'gone.abc', 'no dot at all'])('matches nothing where it is %j', async (stored) => {
    const { ring } = await fixture();
    expect(mailCodeMatches(ring, stored, 'verify_email', row, code)).toBe(false);
  });
});
