import bcrypt from 'bcryptjs';
import { memoryKeys, type RotatableKeys } from '../../../lambdas/adapters/keys/memory.ts';
import {
  type HashingPlatform,
  hashPassword,
  verifyPassword,
} from '../../../lambdas/domain/credential/password-hash.ts';
import { CollectingMetrics, fakeConfig } from '../../kernel/fakes.ts';

async function fixture(hashCost = 4, keys?: RotatableKeys) {
  const metrics = new CollectingMetrics();
  const ring = keys ?? (await memoryKeys());
  const config = fakeConfig({ GATEHOUSE_HASH_COST: String(hashCost) });
  const platform: HashingPlatform = { config, keys: ring, metrics };
  return {
    platform,
    keys: ring,
    evaluations: () => metrics.counts.filter(({ name }) => name === 'PasswordHashed').length,
  };
}

/** The cost of each comparison that bcrypt makes meanwhile. */
async function costsOf(work: () => Promise<unknown>): Promise<number[]> {
  const compare = import.meta.jest.spyOn(bcrypt, 'compare');
  try {
    await work();
    return compare.mock.calls.map(([, hash]) => bcrypt.getRounds(hash));
  } finally {
    compare.mockRestore();
  }
}

const right = 'correct horse battery staple';
/** A bcrypt hash in form, whose password nobody knows. */
const bare = (prefix: string, cost: string) => `${prefix}${cost}$${'a'.repeat(21)}u${'b'.repeat(31)}`;

describe('a password hash', () => {
  it('names its scheme and its pepper, and is salted', async () => {
    const { platform, keys } = await fixture();
    const { id } = (await keys.ring('pepper')).current;
    const first = await hashPassword(platform, right);
    expect(first.startsWith(`$gh1$${id}$$2b$04$`)).toBe(true);
    expect(await hashPassword(platform, right)).not.toBe(first);
  });

  it('is right for its password and for no other [ASVS 6.2.8]', async () => {
    const { platform } = await fixture();
    const stored = await hashPassword(platform, right);
    expect(await verifyPassword(platform, right, stored)).toEqual({ ok: true, outdated: false });
    for (const wrong of ['', ` ${right}`, `${right} `, right.toUpperCase(), right.slice(0, -1)]) {
      expect(await verifyPassword(platform, wrong, stored)).toEqual({ ok: false, outdated: false });
    }
  });

  it.each([
    [`${'a'.repeat(72)}X`, `${'a'.repeat(72)}Y`],
    [`${'🐎'.repeat(63)}🔋`, `${'🐎'.repeat(63)}🔌`],
    [`${'a'.repeat(127)}X`, `${'a'.repeat(127)}Y`],
  ])('counts every character beyond 72 bytes: case %# [A12] [ASVS 6.2.8] [ASVS 6.2.9]', async (one, other) => {
    const { platform } = await fixture();
    const stored = await hashPassword(platform, one);
    expect((await verifyPassword(platform, one, stored)).ok).toBe(true);
    expect((await verifyPassword(platform, other, stored)).ok).toBe(false);
  });

  it.each(['abc\0def', 'abc\0', '\0', '\ud800', 'abc\udc00def'])(
    'is never made of, nor compared with, what cannot be read: %j [A13] [A14]',
    async (password) => {
      const { platform, evaluations } = await fixture();
      const stored = await hashPassword(platform, 'abc');
      await expect(hashPassword(platform, password)).rejects.toThrow(TypeError);
      expect(await verifyPassword(platform, password, stored)).toEqual({ ok: false, outdated: false });
      expect(evaluations()).toBe(1);
    },
  );

  it('is one for the composed and the decomposed spelling of a password [A14]', async () => {
    const { platform } = await fixture();
    const stored = await hashPassword(platform, 'cr\u00e8me br\u00fbl\u00e9e \ufb01');
    expect((await verifyPassword(platform, 'cre\u0300me bru\u0302le\u0301e fi', stored)).ok).toBe(true);
  });

  it('is worth nothing without the pepper', async () => {
    const { platform, keys } = await fixture();
    const other = await fixture();
    const stored = await hashPassword(platform, right);
    const moved = stored.replace((await keys.ring('pepper')).current.id, (await other.keys.ring('pepper')).current.id);
    expect(moved).not.toBe(stored);
    expect((await verifyPassword(other.platform, right, moved)).ok).toBe(false);
  });

  it('works at the cost of production', async () => {
    const { platform } = await fixture(12);
    const stored = await hashPassword(platform, right);
    expect(stored).toContain('$2b$12$');
    expect(await verifyPassword(platform, right, stored)).toEqual({ ok: true, outdated: false });
  });
});

describe('an outdated password hash', () => {
  it('is right, and to be made anew, once the pepper was rotated', async () => {
    const { platform, keys } = await fixture();
    const stored = await hashPassword(platform, right);
    await keys.rotate('pepper');
    expect(await verifyPassword(platform, right, stored)).toEqual({ ok: true, outdated: true });
    expect(await verifyPassword(platform, 'wrong', stored)).toEqual({ ok: false, outdated: false });
  });

  it.each([
    [4, 5],
    [5, 4],
  ])('is one whose cost was %i when it is %i today', async (then, today) => {
    const old = await fixture(then);
    const { platform } = await fixture(today, old.keys);
    const stored = await hashPassword(old.platform, right);
    expect(await verifyPassword(platform, right, stored)).toEqual({ ok: true, outdated: true });
  });

  it.each(['$2a$', '$2b$', '$2y$'])('is a bare bcrypt hash of another system: %s', async (prefix) => {
    const { platform } = await fixture();
    const stored = (await bcrypt.hash(right, 4)).replace(/^\$2.\$/, prefix);
    expect(await verifyPassword(platform, right, stored)).toEqual({ ok: true, outdated: true });
    expect(await verifyPassword(platform, 'wrong', stored)).toEqual({ ok: false, outdated: false });
  });

  it('of another system is a published one of jBCrypt', async () => {
    const { platform } = await fixture();
    const stored = '$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe';
    expect((await verifyPassword(platform, 'a', stored)).ok).toBe(true);
    expect((await verifyPassword(platform, 'b', stored)).ok).toBe(false);
  });

  const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  /** Of crypt_blowfish (its wrapper.c), passlib and jBCrypt: 7 and 8 bits, and all that bcrypt reads. */
  const known = [
    ['three characters', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['four characters', 'U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
    ['five characters', 'U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
    ['72 bytes', digits, '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui'],
    ['bytes of 8 bits', 'táБℓə', '$2a$05$Z17AXnnlpzddNUvnC6cZNOSwMA/8oNiKnHTHTwLlBijfucQQlHjaG'],
    ['bytes of 8 bits alone', 'ππππππππ', '$2a$10$.TtQJ4Jr6isd4Hp.mVfZeuh6Gws4rOQ/vdBczhDx.19NFK0Y84Dle'],
  ] as const;
  it.each(known)('of another system is the known answer for %s [A12]', async (_what, password, stored) => {
    const { platform } = await fixture();
    expect(await verifyPassword(platform, password, stored)).toEqual({ ok: true, outdated: true });
    const others = [`${password}!`, password.slice(1), password.replace(/.$/u, '!')];
    for (const other of others) expect((await verifyPassword(platform, other, stored)).ok).toBe(false);
  });
  it('the known answer for 72 bytes and more is that of the first 72, so more than those are refused [A12]', async () => {
    const { platform } = await fixture();
    const [, password, stored] = known[3];
    const longer = `${password}chars after 72 are ignored`;
    expect(await bcrypt.compare(longer, stored)).toBe(true);
    expect((await verifyPassword(platform, longer, stored)).ok).toBe(false);
  });

  it('of another system never stands for a password that it cut at 72 bytes [A12] [ASVS 6.2.8]', async () => {
    const { platform } = await fixture();
    const stored = await bcrypt.hash('a'.repeat(72), 4);
    expect((await verifyPassword(platform, 'a'.repeat(72), stored)).ok).toBe(true);
    expect((await verifyPassword(platform, 'a'.repeat(73), stored)).ok).toBe(false);
  });
});

describe('a refusal', () => {
  const broken: [string, string | null][] = [
    ['no account or no password', null],
    ['an empty hash', ''],
    ['a locked mark', '!x'],
    ['an unknown minor version', bare('$2x$', '04')],
    ['an unknown scheme', bare('$9z$', '04')],
    ['a hash that is cut short', bare('$2b$', '04').slice(0, 40)],
    ['a hash that is too long', `${bare('$2b$', '04')}c`],
    ['a cost below the scheme', bare('$2b$', '03')],
    ['a cost that no request can wait for', bare('$2b$', '31')],
    ['a cost that is no number', bare('$2b$', 'xx')],
    ['a character that bcrypt has not', bare('$2b$', '04').replace('b', '!')],
    ['a pepper that is gone', `$gh1$gone$${bare('$2b$', '04')}`],
    ['no pepper', `$gh1$$${bare('$2b$', '04')}`],
    ['a broken bcrypt in our scheme', '$gh1$p1$$2b$04$'],
    ['a later scheme of ours', `$gh2$p1$${bare('$2b$', '04')}`],
    ['plain text', right],
  ];

  it.each(broken)('of %s costs one evaluation and never throws [A16] [A126]', async (_, stored) => {
    const { platform, evaluations } = await fixture();
    expect(await verifyPassword(platform, right, stored)).toEqual({ ok: false, outdated: false });
    expect(evaluations()).toBe(1);
  });

  it('costs the same without an account, with a broken hash and with a wrong password [A03]', async () => {
    const { platform } = await fixture(6);
    const stored = await hashPassword(platform, right);
    expect(await costsOf(() => verifyPassword(platform, right, null))).toEqual([6]);
    expect(await costsOf(() => verifyPassword(platform, right, '!x'))).toEqual([6]);
    expect(await costsOf(() => verifyPassword(platform, 'wrong', stored))).toEqual([6]);
    expect(await costsOf(() => verifyPassword(platform, right, stored))).toEqual([6]);
  });

  it('of an old, cheap hash is filled up to the work of today [A03]', async () => {
    const old = await fixture(4);
    const { platform } = await fixture(7, old.keys);
    const stored = await hashPassword(old.platform, right);
    const costs = await costsOf(() => verifyPassword(platform, 'wrong', stored));
    expect(costs.reduce((work, cost) => work + 2 ** cost, 0)).toBe(2 ** 7);
  });

  it('is no matter of luck: no password fits the hash that stands in for a missing one', async () => {
    const { platform } = await fixture();
    for (const guess of ['', 'a', right, 'undefined', 'null']) {
      expect((await verifyPassword(platform, guess, null)).ok).toBe(false);
    }
  });
});
