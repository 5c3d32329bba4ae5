import { sql } from 'drizzle-orm';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { invitation, linkAsked, post, registered, signedInBrowser } from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import { withTotp } from './second-factors.ts';
import { login, tokensIn, whoAmI } from './tokens.ts';

const address = 'victim@example.com';
const attacker = { email: address, password: 'forty grey lockpicks', name: 'Mallory' };
const dead = { status: 400, body: { error: { code: 'TOKEN_INVALID' } } };

describe('a sign-in link as the first proof of a mailbox', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const verify = (proof: object) => post(at, 'magic-link/verify', { token_delivery: 'body', ...proof });

  it('verifies the address and signs in, under a name that no stranger chose and without a password [A71]', async () => {
    await registered(at, attacker);
    const { token } = await linkAsked(at, address);
    const { accessToken } = tokensIn(await verify({ token }));
    expect(await whoAmI(at, accessToken)).toMatchObject({
      status: 200,
      body: { data: { email: address, name: 'victim', email_verified: true } },
    });
    expect(await login(at, attacker)).toMatchObject({ status: 401 });
    expect((await everyRow(at)).credentials).toEqual([]);
    expect(await auditOf(at, 'email.verified')).toMatchObject([
      { details: { by: 'magic_link', password: 'none' }, outcome: 'success' },
    ]);
  });

  it('voids what a stranger had set: session, device and second factor [A72] [A73]', async () => {
    const theirs = await signedInBrowser(at, attacker);
    await withTotp(at, theirs.bearer);
    // As if nobody had proven the mailbox yet.
    await at.platform.database.rows(sql`update users set email_verified_at = null`);
    const { token } = await linkAsked(at, address);
    const answer = await verify({ token });
    expect(answer.body.data).not.toHaveProperty('mfa_required');
    const { accessToken } = tokensIn(answer);
    await at.settled();
    expect(await whoAmI(at, theirs.bearer)).toMatchObject({ status: 401 });
    expect(await theirs.browser.client.session.refresh({ body: {} })).toMatchObject({
      ok: false,
      details: { reason: 'mailbox_proven' },
    });
    const held = await everyRow(at);
    expect([held.known_devices, held.factors, held.recovery_codes, held.credentials]).toEqual([[], [], [], []]);
    expect(await whoAmI(at, accessToken)).toMatchObject({ status: 200 });
  });

  it('ends what waits at the address: registrations by link, code and request token, and invitations [A110]', async () => {
    const theirs = await registered(at, attacker);
    const invited = await invitation(at, address);
    const { token } = await linkAsked(at, address);
    expect(await verify({ token })).toMatchObject({ status: 200 });
    const { code, requestToken } = theirs;
    for (const proof of [
      { token: theirs.token, request_token: requestToken },
      { code, request_token: requestToken },
    ])
      expect(await post(at, 'verify-email', proof)).toMatchObject(dead);
    const acceptance = { token: invited.token, name: 'Mallory', password: attacker.password };
    expect(await post(at, 'accept-invitation', acceptance)).toMatchObject(dead);
    expect(await login(at, attacker)).toMatchObject({ status: 401 });
  });

  it('is taken once, by the code as well', async () => {
    await registered(at, attacker);
    const { token, code, requestToken } = await linkAsked(at, address);
    expect(await verify({ code, request_token: requestToken })).toMatchObject({ status: 200 });
    expect(await verify({ code, request_token: requestToken })).toMatchObject(dead);
    expect(await verify({ token })).toMatchObject(dead);
  });

  it('an account that another mail proves in the same moment is signed in by a link that is alive alone', async () => {
    const theirs = await registered(at, attacker);
    const { token } = await linkAsked(at, address);
    const proof = { token: theirs.token, request_token: theirs.requestToken };
    meanwhile(2, () => post(at, 'verify-email', proof));
    // The other proof spent every mail of before, this one too.
    expect(await verify({ token })).toMatchObject(dead);
    expect((await everyRow(at)).sessions).toEqual([]);
  });

  it('an account that is disabled between the proof and the sign-in is not signed in', async () => {
    await registered(at, attacker);
    const { token } = await linkAsked(at, address);
    meanwhile(3, () => at.platform.database.rows(sql`update users set is_active = false, version = version + 1`));
    expect(await verify({ token })).toMatchObject(dead);
    expect((await everyRow(at)).sessions).toEqual([]);
    expect(await rowsOf(at, users)).toMatchObject([{ is_active: false, email_verified_at: expect.anything() }]);
  });

  /** Does something just before that statement of what comes next. */
  function meanwhile(turn: number, act: () => Promise<unknown>): void {
    const { rows } = at.platform.database;
    let statements = 0;
    const spy = import.meta.jest.spyOn(at.platform.database, 'rows').mockImplementation(async (statement) => {
      statements += 1;
      if (statements === turn) {
        spy.mockRestore();
        await act();
      }
      return rows(statement);
    });
  }
});
