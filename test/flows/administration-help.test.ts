import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import { enrolledPasskey, loginByPasskey } from './passkeys.ts';
import {
  ada,
  administrator,
  grace,
  post,
  type SignedInBrowser,
  signedInBrowser,
  signedInWith,
  supporter,
  verifiedUser,
} from './people.ts';
import { auditOf, everyRow } from './records.ts';
import { pendingOf, verify, withHotp, withTotp } from './second-factors.ts';
import { login, outcome, tokensIn, whoAmI } from './tokens.ts';

let at: TestPlatform;
let admin: SignedInBrowser;
beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(async () => {
  await at.reset();
  admin = await administrator(at);
});
afterAll(() => at.close());

const of = (id: string, { bearer } = admin) => ({ bearer, params: { id } });
const disable = async (id: string) => {
  const before = await at.client.administration.getUser(of(id));
  const ifMatch = before.ok ? before.data.version : 0;
  await at.client.administration.updateUser({ ...of(id), body: { is_active: false }, ifMatch });
};
const wrong = { ...ada, password: 'wrong wrong wrong' };

describe('a password reset that an administrator starts', () => {
  it('mails the owner a link, and tells nobody a password; the old one works until then', async () => {
    const { userId } = await verifiedUser(at);
    expect(await at.client.administration.startPasswordReset(of(userId))).toMatchObject({ ok: true, status: 204 });
    const mail = await at.mailbox.last(ada.email);
    expect(mail.text).toMatch(/administrator asks you/i);
    expect((await login(at, ada)).status).toBe(200);
    const password = 'seven quiet herons';
    expect((await post(at, 'password/reset', { token: tokenIn(mail), password })).status).toBe(200);
    expect(outcome(await login(at, ada))).toBe('401 INVALID_CREDENTIALS');
    expect((await login(at, { ...ada, password })).status).toBe(200);
    const [asked] = await auditOf(at, 'password.reset_asked');
    expect(asked).toMatchObject({ user_id: userId, actor_id: admin.userId, details: {} });
  });

  it('is none for a disabled account', async () => {
    const { userId } = await verifiedUser(at);
    await disable(userId);
    const answer = await at.client.administration.startPasswordReset(of(userId));
    expect(answer).toMatchObject({ status: 409, code: 'CONFLICT', details: { reason: 'user_disabled' } });
  });

  it('keeps to what an address may be mailed in an hour', async () => {
    const { userId } = await verifiedUser(at);
    const answers: number[] = [];
    for (let n = 0; n < 6; n++) answers.push((await at.client.administration.startPasswordReset(of(userId))).status);
    expect(answers.at(-1)).toBe(429);
    expect(answers.filter((status) => status === 204).length).toBeGreaterThan(2);
  });
});

describe('a reset of the second step', () => {
  it('removes its factors and recovery codes, ends sessions, keeps passkeys, and tells the owner', async () => {
    const someone = await signedInBrowser(at);
    const passkey = await enrolledPasskey(at, someone.bearer);
    await withTotp(at, someone.bearer);
    const pending = await pendingOf(at, ada);
    expect(await at.client.administration.resetSecondStep(of(someone.userId))).toMatchObject({ ok: true, status: 204 });
    expect((await whoAmI(at, someone.bearer)).status).toBe(401);
    expect(tokensIn(await login(at, ada)).accessToken).toEqual(expect.any(String));
    expect((await loginByPasskey(at, passkey)).status).toBe(200);
    expect(outcome(await verify(at, pending, 'totp', '000000'))).toBe('401 TOKEN_INVALID');
    expect((await at.mailbox.list(ada.email)).some(({ subject }) => /second step .* reset/i.test(subject))).toBe(true);
    expect(await auditOf(at, 'factors.reset')).toMatchObject([
      {
        user_id: someone.userId,
        details: { changes: { totp: [true, false], hotp: [false, false], recovery_codes: [10, 0] } },
      },
    ]);
  });

  it('removes a hardware token as well, and shows it', async () => {
    const someone = await signedInBrowser(at);
    await withHotp(at, someone.bearer);
    const shown = () => at.client.administration.getUser(of(someone.userId));
    expect(await shown()).toMatchObject({ data: { two_step: true } });
    await at.client.administration.resetSecondStep(of(someone.userId));
    expect(await shown()).toMatchObject({ data: { two_step: false } });
  });

  it('is none where there is no second step, and writes nothing', async () => {
    const { userId } = await verifiedUser(at);
    await at.settled();
    const before = await everyRow(at);
    const answer = await at.client.administration.resetSecondStep(of(userId));
    expect(answer).toMatchObject({ status: 409, code: 'ALREADY_DONE' });
    expect(await everyRow(at)).toEqual(before);
  });
});

describe('unlocking', () => {
  it('lets the owner try again at once from where the wrong passwords came, and tells them', async () => {
    const { userId } = await verifiedUser(at);
    for (let n = 0; n < 6; n++) await login(at, wrong);
    expect((await login(at, ada)).status).toBe(429);
    expect(await at.client.administration.unlockUser(of(userId))).toMatchObject({ ok: true, status: 204 });
    expect((await login(at, ada)).status).toBe(200);
    expect((await at.mailbox.list(ada.email)).some(({ subject }) => /unlocked/i.test(subject))).toBe(true);
    expect(await auditOf(at, 'user.unlocked')).toMatchObject([{ user_id: userId, actor_id: admin.userId }]);
  });

  it('opens an account that strangers locked from many places', async () => {
    const { userId } = await verifiedUser(at);
    for (let n = 0; n < 12; n++) await login(at, wrong, { ip: `198.51.100.${n}` });
    expect((await login(at, ada, { ip: '203.0.113.7' })).status).toBe(429);
    await at.client.administration.unlockUser(of(userId));
    expect((await login(at, ada, { ip: '203.0.113.7' })).status).toBe(200);
  });

  it('forgets wrong codes of the second step', async () => {
    const someone = await signedInBrowser(at);
    const { device } = await withTotp(at, someone.bearer);
    for (let n = 0; n < 3; n++) {
      const pending = await pendingOf(at, ada);
      for (let tried = 0; tried < 4; tried++) await verify(at, pending, 'totp', '000000');
    }
    at.clock.advance(30);
    expect((await verify(at, await pendingOf(at, ada), 'totp', device.code())).status).toBe(429);
    await at.client.administration.unlockUser(of(someone.userId));
    expect((await verify(at, await pendingOf(at, ada), 'totp', device.code())).status).toBe(200);
  });

  it('leaves what an address tried at other accounts, and other accounts, as they are', async () => {
    const { userId } = await verifiedUser(at);
    await verifiedUser(at, grace);
    for (let n = 0; n < 6; n++) await login(at, { ...grace, password: 'wrong wrong wrong' });
    await at.client.administration.unlockUser(of(userId));
    expect((await login(at, grace)).status).toBe(429);
  });
});

describe('ending the sessions of a user', () => {
  it('is felt at the next request, by support too', async () => {
    const someone = await signedInBrowser(at);
    const other = tokensIn(await login(at, ada));
    const helper = await supporter(at);
    expect(await at.client.administration.endUserSessions(of(someone.userId, helper))).toMatchObject({ status: 204 });
    for (const bearer of [someone.bearer, other.accessToken]) expect((await whoAmI(at, bearer)).status).toBe(401);
    const refreshed = await at.client.session.refresh({ body: { refresh_token: other.refreshToken } });
    expect(refreshed).toMatchObject({ details: { reason: 'ended_by_administrator' } });
    expect((await login(at, ada)).status).toBe(200);
    expect(await auditOf(at, 'sessions.ended')).toMatchObject([{ user_id: someone.userId, actor_id: helper.userId }]);
  });

  it('is no business of support where the account may do more than support', async () => {
    const helper = await supporter(at);
    const answer = await at.client.administration.endUserSessions(of(admin.userId, helper));
    expect(answer).toMatchObject({ status: 403, code: 'FORBIDDEN', details: { reason: 'permission_not_held' } });
    expect((await whoAmI(at, admin.bearer)).status).toBe(200);
  });

  it('ends those of another administrator, whose equal one is', async () => {
    const other = await signedInWith(at, grace, [systemRoles.admin]);
    expect(await at.client.administration.endUserSessions(of(other.userId))).toMatchObject({ status: 204 });
    expect((await whoAmI(at, other.bearer)).status).toBe(401);
  });
});
