/** With two steps on there is no way around the second one: each first factor, each second one, each route. */

import { api } from '../../lambdas/api.ts';
import { factors } from '../../lambdas/domain/factor/factor.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import type { Contract, Route } from '../../lambdas/kernel/http/contract.ts';
import {
  addPasskey,
  authenticatorAtSite,
  enrolledPasskey,
  loginByPasskey,
  optionsOf,
  passkeyPaths,
  secondFactor,
} from '../flows/passkeys.ts';
import { linkAsked, post, resetAsked, type SignedInBrowser, signedInBrowser } from '../flows/people.ts';
import { auditOf, everyRow, rowsOf, type StoppedClock, stopClock } from '../flows/records.ts';
import { bearing, mfaPaths, pendingOf, verify, withHotp, withTotp } from '../flows/second-factors.ts';
import { type SocialPlatform, signInBy, startSocialPlatform } from '../flows/social.ts';
import { login, outcome, refresh, tokensIn, whoAmI } from '../flows/tokens.ts';
import type { CallAnswer, CallOptions } from '../platform/call.ts';

const person = { email: 'ada@gmail.com', password: 'correct horse battery', name: 'Ada' };
const google = { sub: 'g-1', email: person.email, email_verified: true };
/** Of the browser that a provider sends back. */
const userAgent = 'Browser/of Ada';
const someId = '0190a0a0-0000-7000-8000-000000000000';

let at: SocialPlatform;
let me: SignedInBrowser;
let time: StoppedClock;
beforeAll(async () => {
  at = await startSocialPlatform({ limits: false });
});
beforeEach(async () => {
  await at.reset();
  time = stopClock(at);
  me = await signedInBrowser(at, person);
});
afterEach(() => time.go());
afterAll(() => at.close());

/** A first factor that is right, by somebody whose second one is due: their pending sign-in. */
const firstFactors: Record<string, () => Promise<string>> = {
  password: () => pendingOf(at, person),
  'a mailed link': async () => pendingIn(await byLink(({ token }) => ({ token }))),
  'a mailed code': async () =>
    pendingIn(await byLink(({ requestToken, code }) => ({ request_token: requestToken, code }))),
  'a provider': async () => {
    const browser = at.browser({ userAgent });
    const answer = await signInBy(at, browser, 'google', google);
    expect(answer.headers.location).toMatch(/\/mfa#methods=/);
    expect(Object.keys(browser.cookies.all()).filter((name) => name !== '__Host-mfa')).toEqual([]);
    return browser.cookies.get('__Host-mfa') ?? '';
  },
};

async function byLink(proof: (asked: Awaited<ReturnType<typeof linkAsked>>) => object): Promise<CallAnswer> {
  return post(at, 'magic-link/verify', { ...proof(await linkAsked(at, person.email)), token_delivery: 'body' });
}

function pendingIn({ body, setCookies, text }: CallAnswer): string {
  if (body.data?.mfa_required !== true) throw new Error(`no second step is due: ${text}`);
  expect(setCookies).toEqual([]);
  return String(body.data.mfa_token);
}

/** Enrols it; answers how a pending sign-in is finished by it. */
type SecondFactor = () => Promise<(mfaToken: string, options: CallOptions) => Promise<CallAnswer>>;

const secondFactors: Record<string, SecondFactor> = {
  'an authenticator app': async () => {
    const { device } = await withTotp(at, me.bearer);
    return (token, options) => verify(at, token, 'totp', device.code(), options);
  },
  'a token with a counter': async () => {
    const { device } = await withHotp(at, me.bearer);
    return (token, options) => verify(at, token, 'hotp', device.code(), options);
  },
  'a recovery code': async () => {
    const { recoveryCodes } = await withTotp(at, me.bearer);
    return (token, options) => verify(at, token, 'recovery_code', recoveryCodes[0] ?? '', options);
  },
  'a passkey beside an app': async () => {
    const { authenticator, passkey } = await enrolledPasskey(at, me.bearer, authenticatorAtSite());
    await withTotp(at, me.bearer);
    return async (token, options) => {
      const asked = await optionsOf(at, passkeyPaths.mfaOptions, { ...options, body: { mfa_token: token } });
      return secondFactor(at, token, authenticator.get(passkey, asked), options);
    };
  },
};

const routes = Object.values(api as Readonly<Record<string, Contract>>).flatMap((contract): Route[] =>
  Object.values(contract.routes),
);
const pathOf = ({ path }: Route) => path.replace('{provider}', 'google').replace(/\{\w+\}/g, someId);
const matrix = Object.keys(firstFactors).flatMap((first) =>
  Object.keys(secondFactors).map((second) => [first, second]),
);

/** What refused tries leave behind: nothing but what was counted and noted. */
async function effects(): Promise<unknown> {
  const { audit_logs: _noted, ...rows } = await everyRow(at);
  return rows;
}

describe('a second step that is due', () => {
  it.each(matrix)('after %s is passed by %s, and by nothing less [A46] [ASVS 6.3.4]', async (first, second) => {
    if (first === 'a provider') await signInBy(at, at.browser(), 'google', google);
    const finish = await secondFactors[second as string]?.();
    time.advance(30);
    const pending = (await firstFactors[first as string]?.()) ?? '';
    const before = await rowsOf(at, sessions);
    expect(outcome(await whoAmI(at, pending))).toBe('401 TOKEN_INVALID');
    expect(outcome(await refresh(at, pending))).toBe('401 REFRESH_TOKEN_INVALID');
    expect(await rowsOf(at, sessions)).toEqual(before);
    // A provider sends a browser back, whose page goes on.
    const page = { headers: { origin: at.platform.config.origin, 'user-agent': userAgent } };
    const done = await finish?.(pending, first === 'a provider' ? page : {});
    expect(done && outcome(done)).toBe('200');
    expect(await rowsOf(at, sessions)).toHaveLength(before.length + 1);
  });

  it.each(Object.keys(firstFactors))('after %s opens no route of the table [A35] [A46] [A51]', async (first) => {
    if (first === 'a provider') await signInBy(at, at.browser(), 'google', google);
    await withTotp(at, me.bearer);
    time.advance(30);
    const pending = (await firstFactors[first]?.()) ?? '';
    const before = await effects();
    const opened: string[] = [];
    for (const route of routes.filter(({ access }) => access !== 'public')) {
      const options = bearing(pending, route.method === 'GET' ? {} : { body: {} });
      const answer = await at.call(route.method, pathOf(route), options);
      // A body that is none of the route's is refused before anybody is asked who they are.
      if (![401, 422].includes(answer.status)) opened.push(`${route.method} ${route.path}: ${outcome(answer)}`);
      expect(answer.setCookies.filter((line) => !line.includes('Max-Age=0'))).toEqual([]);
    }
    expect(opened).toEqual([]);
    expect(await effects()).toEqual(before);
  });

  it('is no bearer where the body is right, either: nothing is enrolled, removed or changed [A46] [A51] [A52]', async () => {
    const { device } = await withTotp(at, me.bearer);
    time.advance(30);
    const pending = await pendingOf(at, person);
    const before = await effects();
    const tries: [string, string, unknown?][] = [
      ['POST', mfaPaths.totp, {}],
      ['POST', `${mfaPaths.totp}/confirm`, { code: device.code() }],
      ['DELETE', mfaPaths.totp],
      ['POST', mfaPaths.recoveryCodes, {}],
      ['POST', mfaPaths.reauthenticate, { method: 'totp', code: device.code() }],
      [
        'POST',
        '/api/v1/auth/password/change',
        { current_password: person.password, new_password: 'a quite new password' },
      ],
      ['DELETE', '/api/v1/users/me'],
      ['DELETE', '/api/v1/users/me/sessions'],
      ['GET', '/api/v1/users/me/sessions'],
      ['GET', '/api/v1/users/me/export'],
    ];
    for (const [method, path, body] of tries) {
      const answer = await at.call(method, path, bearing(pending, body === undefined ? {} : { body }));
      expect([method, path, outcome(answer)]).toEqual([method, path, '401 TOKEN_INVALID']);
    }
    expect(outcome(await addPasskey(at, pending, {}))).toMatch(/^(401|422) /);
    expect(await effects()).toEqual(before);
  });

  it('is no refresh token, no mailed token and no cookie of another kind [A35]', async () => {
    await withTotp(at, me.bearer);
    time.advance(30);
    const pending = await pendingOf(at, person);
    const before = await effects();
    const browser = at.browser({
      cookies: { '__Host-refresh': pending, '__Host-device': pending, '__Host-oauth': pending },
    });
    const refreshed = await browser.call('POST', '/api/v1/auth/refresh', { body: {} });
    expect(refreshed.status).toBeGreaterThanOrEqual(400);
    expect(outcome(await post(at, 'password/reset', { token: pending, password: 'a quite new password' }))).toBe(
      '400 TOKEN_INVALID',
    );
    expect(outcome(await post(at, 'verify-email', { token: pending }))).toBe('400 TOKEN_INVALID');
    expect(outcome(await post(at, 'magic-link/verify', { token: pending, token_delivery: 'body' }))).toBe(
      '400 TOKEN_INVALID',
    );
    expect(await effects()).toEqual(before);
  });

  it('is finished by no token of another kind [A35]', async () => {
    const { device } = await withTotp(at, me.bearer);
    time.advance(30);
    const { token, requestToken } = await linkAsked(at, person.email);
    const refreshToken = me.browser.cookies.get('__Host-refresh') ?? '';
    for (const other of [token, requestToken, refreshToken, me.bearer.slice(0, 500)])
      expect(outcome(await verify(at, other, 'totp', device.code()))).toMatch(
        /^(401 TOKEN_INVALID|422 VALIDATION_FAILED)$/,
      );
  });

  it('is not asked of a user-verified passkey, which is two factors in one', async () => {
    const enrolled = await enrolledPasskey(at, me.bearer);
    await withTotp(at, me.bearer);
    expect(tokensIn(await loginByPasskey(at, enrolled))).toBeDefined();
  });

  it('says nothing of itself before the first one was right: a wrong password answers as for nobody [A02]', async () => {
    await withTotp(at, me.bearer);
    const strip = ({ body, status }: CallAnswer) => JSON.stringify([status, body.error]);
    const wrong = await login(at, { ...person, password: 'not the right one' });
    const nobody = await login(at, { ...person, email: 'nobody@example.com' });
    expect(strip(wrong)).toBe(strip(nobody));
    expect(outcome(wrong)).toBe('401 INVALID_CREDENTIALS');
  });
});

describe('a new password by mail', () => {
  it('keeps the factors, ends every session and pending sign-in, and the next sign-in asks for the second step [A53] [ASVS 6.4.3]', async () => {
    const { device } = await withTotp(at, me.bearer);
    time.advance(30);
    const pending = await pendingOf(at, person);
    const { token } = await resetAsked(at, person.email);
    const password = 'a quite new password';
    expect(outcome(await post(at, 'password/reset', { token, password }))).toBe('200');
    expect(outcome(await whoAmI(at, me.bearer))).toBe('401 TOKEN_INVALID');
    expect(outcome(await verify(at, pending, 'totp', device.code()))).toBe('401 TOKEN_INVALID');
    expect(await rowsOf(at, factors)).toHaveLength(1);
    const next = await pendingOf(at, { ...person, password });
    expect(outcome(await verify(at, next, 'totp', device.code()))).toBe('200');
  });
});

describe('codes that other systems took again', () => {
  it('a code works no second time in its window, nor does the enrolment code at the first sign-in [A48] [A49]', async () => {
    // keycloak/keycloak#13607, teamhanko/hanko#2723.
    const { device } = await withTotp(at, me.bearer);
    expect(outcome(await verify(at, await pendingOf(at, person), 'totp', device.code()))).toBe('401 MFA_CODE_INVALID');
    time.advance(30);
    const code = device.code();
    expect(outcome(await verify(at, await pendingOf(at, person), 'totp', code))).toBe('200');
    time.advance(29);
    expect(outcome(await verify(at, await pendingOf(at, person), 'totp', code))).toBe('401 MFA_CODE_INVALID');
  });

  it('a session of a day ago removes no factor, and neither does a pending one [A52]', async () => {
    // keycloak CVE-2026-3429.
    const { device } = await withTotp(at, me.bearer);
    time.advance(86_400);
    const renewed = await me.browser.client.session.refresh();
    if (!renewed.ok) throw new Error(renewed.code);
    const bearers = [renewed.data.access_token, await pendingOf(at, person)];
    const answers = await Promise.all(bearers.map((bearer) => at.call('DELETE', mfaPaths.totp, bearing(bearer))));
    expect(answers.map(outcome)).toEqual(['403 REAUTHENTICATION_REQUIRED', '401 TOKEN_INVALID']);
    expect(await rowsOf(at, factors)).toHaveLength(1);
    expect(await auditOf(at, 'factor.removed')).toEqual([]);
    expect(outcome(await verify(at, await pendingOf(at, person), 'totp', device.code()))).toBe('200');
  });
});
