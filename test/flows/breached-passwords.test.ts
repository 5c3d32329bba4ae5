import type { CallAnswer } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { type RangeServer, startRangeServer } from '../services/breached-passwords.ts';
import { ada, grace, invitation, post, registered, resetAsked, signedInBrowser, verifiedUser } from './people.ts';
import { auditOf, everyRow } from './records.ts';
import { pendingOf, verify, withTotp } from './second-factors.ts';
import { login, outcome, refresh, tokensIn } from './tokens.ts';

const stolen = 'seven quiet herons';
const subject = /list of stolen|stolen|breach/i;

describe('passwords that were stolen somewhere', () => {
  let range: RangeServer;
  let at: TestPlatform;
  beforeAll(async () => {
    range = await startRangeServer();
    at = await startPlatform({ settings: { GATEHOUSE_BREACH_CHECK: range.origin } });
  });
  beforeEach(async () => {
    Object.assign(range, { listed: new Set([stolen]), instead: null });
    await at.reset();
    range.asked.length = 0;
  });
  afterAll(async () => {
    await at.close();
    await range.close();
  });

  const notices = async () => (await at.mailbox.list(ada.email)).filter((mail) => subject.test(mail.text)).length;

  const ways: [string, string, () => Promise<CallAnswer>][] = [
    ['a registration', 'password', () => post(at, 'register', { ...ada, password: stolen })],
    [
      'the choice after verifying',
      'password',
      async () => {
        const { token } = await registered(at);
        const { body } = await post(at, 'verify-email', { token });
        return post(at, 'verify-email/password', { token: body.data?.token, password: stolen });
      },
    ],
    [
      'an invitation',
      'password',
      async () => {
        const { token } = await invitation(at, grace.email);
        return post(at, 'accept-invitation', { token, name: 'Grace', password: stolen });
      },
    ],
    [
      'a reset',
      'password',
      async () => {
        await verifiedUser(at);
        return post(at, 'password/reset', { token: (await resetAsked(at)).token, password: stolen });
      },
    ],
    [
      'a change',
      'new_password',
      async () => {
        const { bearer } = await signedInBrowser(at);
        const body = { current_password: ada.password, new_password: stolen };
        return post(at, 'password/change', body, { headers: { authorization: `Bearer ${bearer}` } });
      },
    ],
  ];
  it.each(ways)('are refused by %s, with the reason at the field [A17] [ASVS 6.2.12]', async (_way, field, set) => {
    const answer = await set();
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { details: { fields: { [field]: expect.stringContaining('stolen') } } } },
    });
  });

  it.each(ways)('are taken by %s where the list does not answer', async (_way, _field, set) => {
    range.instead = (response) => response.writeHead(503).end();
    expect((await set()).status).toBeLessThan(300);
  });

  it('are looked up for whoever may set one, and for nobody else', async () => {
    await post(at, 'password/reset', { token: 'A'.repeat(43), password: stolen });
    await post(at, 'verify-email/password', { token: 'A'.repeat(43), password: stolen });
    expect(range.asked).toEqual([]);
  });

  describe('and are in use', () => {
    beforeEach(async () => {
      await verifiedUser(at);
      range.listed.add(ada.password);
      range.asked.length = 0;
    });

    it('sign in all the same, and the answer recommends another one', async () => {
      const answer = await login(at, ada);
      expect(answer).toMatchObject({ status: 200, body: { data: { password_change_recommended: true } } });
      const renewed = await refresh(at, tokensIn(answer).refreshToken);
      expect(renewed.body.data).not.toHaveProperty('password_change_recommended');
    });

    it('are told to the owner by one mail, however often they sign in', async () => {
      for (let turn = 0; turn < 3; turn++) expect((await login(at, ada)).status).toBe(200);
      expect(await notices()).toBe(1);
      expect(await auditOf(at, 'password.breach_found')).toHaveLength(1);
    });

    it('are told once where several sign-ins come at the same moment', async () => {
      await Promise.all([login(at, ada), login(at, ada), login(at, ada)]);
      expect(await notices()).toBe(1);
    });

    it('are not told again after the hash was made anew under another pepper', async () => {
      await login(at, ada);
      const [before] = (await everyRow(at)).credentials ?? [];
      await at.platform.keys.rotate('pepper');
      at.clock.advance(3600);
      expect((await login(at, ada)).status).toBe(200);
      const [after] = (await everyRow(at)).credentials ?? [];
      expect(after?.secret).not.toBe(before?.secret);
      await login(at, ada);
      expect(await notices()).toBe(1);
    });

    it('are told once more where the next password is stolen too', async () => {
      await login(at, ada);
      at.clock.advance(60);
      const next = { ...ada, password: 'a lantern in the reeds' };
      const { token } = await resetAsked(at);
      await post(at, 'password/reset', { token, password: next.password });
      expect((await login(at, next)).body.data).not.toHaveProperty('password_change_recommended');
      range.listed.add(next.password);
      expect((await login(at, next)).body.data).toHaveProperty('password_change_recommended');
      expect(await notices()).toBe(2);
    });

    it('are told with the tokens where a second step comes between', async () => {
      const { accessToken } = tokensIn(await login(at, ada));
      const { device } = await withTotp(at, accessToken);
      at.clock.advance(31);
      const answer = await verify(at, await pendingOf(at, ada), 'totp', device.code());
      expect(answer).toMatchObject({ status: 200, body: { data: { password_change_recommended: true } } });
      expect(await notices()).toBe(1);
    });

    it('a wrong password is looked up nowhere', async () => {
      expect(outcome(await login(at, { ...ada, password: 'not this one at all' }))).toBe('401 INVALID_CREDENTIALS');
      expect(outcome(await login(at, grace))).toBe('401 INVALID_CREDENTIALS');
      expect(range.asked).toEqual([]);
    });

    it('sign in without a word where the list does not answer', async () => {
      range.instead = (response) => response.destroy();
      const answer = await login(at, ada);
      expect(answer.status).toBe(200);
      expect(answer.body.data).not.toHaveProperty('password_change_recommended');
    });
  });
});
