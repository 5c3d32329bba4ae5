import {
  findWaysIn,
  secondFactorMethods,
  stepUpMethods,
  type WaysIn,
  waysLeft,
} from '../../../lambdas/domain/user/ways-in.ts';
import { verifiedUser } from '../../flows/people.ts';
import { startPlatform } from '../../platform.ts';

const none: WaysIn = { password: false, totp: false, hotp: false, passkeys: 0, identities: 0, recoveryCodes: 0 };
const ways = (some: Partial<WaysIn>): WaysIn => ({ ...none, ...some });

describe('a second factor is asked for', () => {
  it.each<[Partial<WaysIn>, string[]]>([
    [{}, []],
    [{ password: true }, []],
    [{ password: true, passkeys: 1 }, []],
    [{ recoveryCodes: 3 }, []],
    [{ totp: true }, ['totp']],
    [{ hotp: true, passkeys: 2 }, ['hotp', 'webauthn']],
    [{ totp: true, hotp: true, passkeys: 1, recoveryCodes: 1 }, ['totp', 'hotp', 'webauthn', 'recovery_code']],
  ])('where %j are there, by %j', (some, methods) => {
    expect(secondFactorMethods(ways(some))).toEqual(methods);
  });
});

describe('a step-up is taken', () => {
  it.each<[Partial<WaysIn>, string[]]>([
    [{ password: true }, ['password']],
    [{ password: true, passkeys: 1 }, ['password', 'webauthn']],
    [{ password: true, totp: true }, ['totp']],
    [{ password: true, hotp: true, passkeys: 1, recoveryCodes: 9 }, ['hotp', 'webauthn']],
    [{ identities: 1 }, ['oauth', 'mail']],
    [{ identities: 1, passkeys: 1 }, ['webauthn']],
    [{}, ['mail']],
  ])('from whoever has %j, by %j and nothing weaker', (some, methods) => {
    expect(stepUpMethods(ways(some))).toEqual(methods);
  });
});

describe('the ways in of a user', () => {
  it('are counted without mail and without second factors', () => {
    const some = ways({ password: true, passkeys: 2, identities: 1, totp: true, hotp: true, recoveryCodes: 10 });
    expect(waysLeft(some)).toBe(4);
  });
  it('are read from the database; nobody has none', async () => {
    const at = await startPlatform();
    try {
      const { userId } = await verifiedUser(at);
      expect(await findWaysIn(at.platform.database, userId)).toEqual(ways({ password: true }));
      expect(await findWaysIn(at.platform.database, '01900000-0000-7000-8000-00000000000a')).toBeNull();
    } finally {
      await at.close();
    }
  });
});
