import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, linkAsked, post, signedInBrowser, verifiedUser } from './people.ts';
import { auditOf, everyRow, stopClock } from './records.ts';
import { bearing, withTotp } from './second-factors.ts';
import { outcome, tokensIn } from './tokens.ts';

const failed = '403 REAUTHENTICATION_FAILED';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

/** Somebody without a password, signed in by a mailed link: what stands behind a route that asks for a proof is shut. */
async function bare(person = ada): Promise<string> {
  await verifiedUser(at, person);
  await at.platform.database.rows(sql`
    delete from credentials where user_id in (select id from users where email = ${person.email}::text)`);
  return session(person);
}

async function session(person = ada): Promise<string> {
  const { token } = await linkAsked(at, person.email);
  return tokensIn(await post(at, 'magic-link/verify', { token, token_delivery: 'body' })).accessToken;
}

const ask = (bearer: string) => post(at, 'reauthenticate/mail', {}, bearing(bearer));
const prove = (bearer: string, code: string) => post(at, 'reauthenticate/mail/verify', { code }, bearing(bearer));
const mailedCode = async (email = ada.email) => (await at.mailbox.last(email)).code ?? '';
const enrol = async (bearer: string) => outcome(await at.call('POST', '/api/v1/users/me/mfa/totp', bearing(bearer)));

describe('proving by a mailed code who one is', () => {
  it('opens what asks for a proof, for ten minutes; the token has the time and way of it', async () => {
    const bearer = await bare();
    expect(await enrol(bearer)).toBe('403 REAUTHENTICATION_REQUIRED');
    at.clock.advance(5);
    expect(await ask(bearer)).toMatchObject({ status: 202, body: { data: { email: ada.email } } });
    const answer = await prove(bearer, await mailedCode());
    expect(answer).toMatchObject({ status: 200, setCookies: [] });
    const fresh = String(answer.body.data?.access_token);
    expect(Number(decodeJwt(fresh).auth_time)).toBeGreaterThan(Number(decodeJwt(bearer).auth_time));
    expect(decodeJwt(fresh)).toMatchObject({ amr: ['otp'], sid: decodeJwt(bearer).sid });
    expect(await enrol(fresh)).toBe('200');
    at.clock.advance(601);
    expect(await enrol(fresh)).toBe('403 REAUTHENTICATION_REQUIRED');
    expect(await auditOf(at, 'session.stepped_up')).toMatchObject([{ details: { method: 'mail' } }]);
  });

  it('the mail has a code and no link: nothing can be done with it anywhere else', async () => {
    const bearer = await bare();
    await ask(bearer);
    const mail = await at.mailbox.last(ada.email);
    expect([mail.links, mail.code]).toEqual([[], expect.stringMatching(/^[2-9A-Z]{8}$/)]);
  });

  it('a code is good for the session that asked, and for no other one', async () => {
    const first = await bare();
    const second = await session();
    const other = await bare(grace);
    await ask(first);
    const code = await mailedCode();
    expect(outcome(await prove(second, code))).toBe(failed);
    expect(outcome(await prove(other, code))).toBe(failed);
    expect(outcome(await prove(first, code))).toBe('200');
  });

  it('is no sign-in link, and a code of one is no proof [A35]', async () => {
    const bearer = await bare();
    await ask(bearer);
    const code = await mailedCode();
    const link = await linkAsked(at);
    const signIn = { code, request_token: link.requestToken, token_delivery: 'body' };
    expect(outcome(await post(at, 'magic-link/verify', signIn))).toBe('400 TOKEN_INVALID');
    expect(outcome(await prove(bearer, link.code))).toBe(failed);
    expect(outcome(await prove(bearer, code))).toBe('200');
  });

  it('is used once, and the newest code alone', async () => {
    const bearer = await bare();
    await ask(bearer);
    const older = await mailedCode();
    await ask(bearer);
    const newer = await mailedCode();
    expect(outcome(await prove(bearer, older))).toBe(failed);
    const proven = await prove(bearer, newer);
    expect(outcome(proven)).toBe('200');
    expect(outcome(await prove(String(proven.body.data?.access_token), newer))).toBe(failed);
  });

  it('dies after five tries, and the right one then too [A111]', async () => {
    const bearer = await bare();
    await ask(bearer);
    for (let tries = 0; tries < 5; tries++) expect(outcome(await prove(bearer, 'AAAA-AAAA'))).toBe(failed);
    expect(outcome(await prove(bearer, await mailedCode()))).toBe(failed);
    expect(await auditOf(at, 'session.stepped_up')).toHaveLength(6);
    expect((await auditOf(at, 'session.stepped_up'))[0]).toMatchObject({
      outcome: 'refused',
      details: { method: 'mail', reason: 'wrong_code' },
    });
  });

  it.each([
    [599, '200'],
    [600, failed],
  ])('after %i seconds of its ten minutes it answers %s', async (seconds, answer) => {
    const time = stopClock(at);
    const bearer = await bare();
    await ask(bearer);
    const code = await mailedCode();
    time.advance(seconds);
    expect(outcome(await prove(bearer, code))).toBe(answer);
    time.go();
  });

  it('without having asked there is nothing to prove by', async () => {
    expect(outcome(await prove(await bare(), 'AAAA-AAAA'))).toBe(failed);
  });

  it('a session that was ended since proves nothing any more', async () => {
    const bearer = await bare();
    await ask(bearer);
    await at.call('POST', '/api/v1/auth/logout', bearing(bearer));
    expect(outcome(await prove(bearer, await mailedCode()))).toBe('401 TOKEN_INVALID');
  });
});

describe('an account that has something better', () => {
  it('a password is asked for, and no mail goes out', async () => {
    await verifiedUser(at);
    const bearer = await session();
    const before = await at.mailbox.list();
    expect(await ask(bearer)).toMatchObject({
      status: 403,
      body: { error: { code: 'REAUTHENTICATION_FAILED', details: { methods: ['password'] } } },
    });
    expect(await at.mailbox.list()).toEqual(before);
  });

  it('a code that was mailed before two steps were turned on suffices no more', async () => {
    const { bearer } = await signedInBrowser(at);
    await at.platform.database.rows(sql`delete from credentials`);
    await ask(bearer);
    const code = await mailedCode();
    await withTotp(at, bearer);
    expect(await prove(bearer, code)).toMatchObject({
      status: 403,
      body: { error: { code: 'REAUTHENTICATION_FAILED', details: { methods: ['totp'] } } },
    });
  });
});

describe('the mail budget of a proof', () => {
  it('five an hour over all kinds, and its owner is told when another one can go out', async () => {
    const bearer = await bare();
    at.clock.advance(3601);
    const fresh = await session();
    for (let asked = 1; asked < 5; asked++) expect(outcome(await ask(fresh))).toBe('202');
    const before = (await everyRow(at)).one_time_tokens;
    const refused = await ask(fresh);
    expect(outcome(refused)).toBe('429 RATE_LIMITED');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await everyRow(at)).one_time_tokens).toEqual(before);
    expect(outcome(await prove(fresh, await mailedCode()))).toBe('200');
    expect(bearer).not.toBe(fresh);
  });

  it('a stranger’s asks do not shut out a device that the account knows', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    await at.platform.database.rows(sql`delete from credentials`);
    for (let turn = 0; turn < 6; turn++) await post(at, 'magic-link', { email: ada.email }, { ip: `192.0.2.${turn}` });
    expect(outcome(await ask(bearer))).toBe('429 RATE_LIMITED');
    expect(await browser.client.magicLink.askForReauthenticationCode({ bearer })).toMatchObject({ ok: true });
  });
});
