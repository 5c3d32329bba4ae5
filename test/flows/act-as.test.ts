import { decodeJwt } from 'jose';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, administrator, type SignedInBrowser, signedInBrowser } from './people.ts';
import { auditOf } from './records.ts';
import { outcome, paths, sessionOf, whoAmI } from './tokens.ts';

let at: TestPlatform;
let admin: SignedInBrowser;
let user: SignedInBrowser;
beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(async () => {
  await at.reset();
  admin = await administrator(at);
  user = await signedInBrowser(at, ada);
});
afterAll(() => at.close());

const reason = 'Cannot see the passkeys';
function actAs(body = { reason }) {
  return at.client.administration.actAs({ bearer: admin.bearer, params: { id: user.userId }, body });
}
async function acting(): Promise<string> {
  const answer = await actAs();
  if (!answer.ok) throw new Error(answer.code);
  return answer.data.access_token;
}

describe('acting as a user', () => {
  it('answers a token of the user that says who acts, in a session of its own', async () => {
    const token = await acting();
    expect(decodeJwt(token)).toMatchObject({
      sub: user.userId,
      act: { sub: admin.userId, sid: sessionOf(admin.bearer) },
      permissions: [],
    });
    expect(sessionOf(token)).not.toBe(sessionOf(user.bearer));
    expect((await whoAmI(at, token)).body.data).toMatchObject({ id: user.userId, email: ada.email });
  });

  it("costs one round trip to the store, and one statement for the audit log before the rule's own", async () => {
    const token = await acting();
    await whoAmI(at, token);
    at.counts.clear();
    await whoAmI(at, token);
    expect([at.counts.storeRoundTrips, at.counts.statements.length]).toEqual([1, 2]);
  });

  it("is shown to the user: in their sessions, and in their activity with its reason, as an administrator's", async () => {
    at.clock.advance(1);
    const token = await acting();
    at.clock.advance(1);
    await whoAmI(at, token);
    const own = user.browser.client;
    expect(await own.session.listSessions({ bearer: user.bearer })).toMatchObject({
      data: expect.arrayContaining([
        expect.objectContaining({ id: sessionOf(token), by_administrator: true, ip: '', user_agent: '' }),
        expect.objectContaining({ id: sessionOf(user.bearer), by_administrator: false }),
      ]),
    });
    const activity = await own.account.listActivity({ bearer: user.bearer });
    expect(activity.ok && activity.data.slice(0, 2)).toMatchObject([
      { action: 'act_as.requested', by: 'other', ip: '', details: { method: 'GET', path: paths.me } },
      { action: 'act_as.started', by: 'other', details: { reason } },
    ]);
  });

  it("can be ended by the user, and ends by logout, which leaves the user's own sessions alone", async () => {
    const first = await acting();
    const ended = await user.browser.client.session.endSession({
      bearer: user.bearer,
      params: { id: sessionOf(first) },
    });
    expect(ended).toMatchObject({ status: 204 });
    expect(outcome(await whoAmI(at, first))).toBe('401 TOKEN_INVALID');
    const second = await acting();
    const headers = { authorization: `Bearer ${second}` };
    expect((await at.call('POST', paths.logout, { headers })).status).toBe(204);
    expect(outcome(await whoAmI(at, second))).toBe('401 TOKEN_INVALID');
    for (const bearer of [user.bearer, admin.bearer]) expect(outcome(await whoAmI(at, bearer))).toBe('200');
    const endings = (await auditOf(at, 'session.ended')).filter((row) => row.session_id === sessionOf(second));
    expect(endings).toMatchObject([{ user_id: user.userId, actor_id: admin.userId }]);
  });

  it('is not listed any more once the administrator has signed out', async () => {
    await acting();
    await at.call('POST', paths.logout, { headers: { authorization: `Bearer ${admin.bearer}` } });
    const listed = await user.browser.client.session.listSessions({ bearer: user.bearer });
    expect(listed.ok && listed.data.map(({ id }) => id)).toEqual([sessionOf(user.bearer)]);
  });

  it('uses up the limits of the administrator, not those of the user', async () => {
    const token = await acting();
    const rename = async (bearer: string) => {
      const headers = { authorization: `Bearer ${bearer}` };
      return (await at.call('PATCH', paths.me, { headers, body: { name: 'Ada L.' } })).status;
    };
    for (let count = 0; count < 60; count += 1) expect(await rename(token)).toBe(200);
    expect([await rename(token), await rename(admin.bearer), await rename(user.bearer)]).toEqual([429, 429, 200]);
  });

  it('needs a reason, and an account that could sign in itself', async () => {
    for (const bad of ['', '    ', 'why', 'x'.repeat(501), 'two\nlines'])
      expect(await actAs({ reason: bad })).toMatchObject({
        status: 422,
        details: { fields: { reason: expect.any(String) } },
      });
    const none = { id: '01900000-0000-7000-8000-00000000ffff' };
    const unknown = await at.client.administration.actAs({ bearer: admin.bearer, params: none, body: { reason } });
    expect(unknown).toMatchObject({ status: 404 });
  });

  it('is over with everything else when the user resets the password', async () => {
    const token = await acting();
    const changed = await user.browser.client.passwordRecovery.changePassword({
      bearer: user.bearer,
      body: { current_password: ada.password, new_password: 'another horse and its battery' },
    });
    expect(changed).toMatchObject({ ok: true });
    expect(outcome(await whoAmI(at, token))).toBe('401 TOKEN_INVALID');
  });
});
