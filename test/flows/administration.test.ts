import { randomUUID } from 'node:crypto';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import {
  ada,
  administrator,
  invitation,
  type SignedInBrowser,
  signedInBrowser,
  supporter,
  verifiedUser,
} from './people.ts';
import { auditOf } from './records.ts';
import { login, tokensIn, whoAmI } from './tokens.ts';

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

const get = (id: string, { bearer } = admin) => at.client.administration.getUser({ bearer, params: { id } });
const versionOf = async (id: string) => {
  const answer = await get(id);
  if (!answer.ok) throw new Error(answer.code);
  return answer.data.version;
};
const change = async (id: string, body: Record<string, unknown>, ifMatch?: number, { bearer } = admin) =>
  at.client.administration.updateUser({
    bearer,
    params: { id },
    body,
    ifMatch: ifMatch ?? (await versionOf(id)),
  });

describe('one user', () => {
  it('is shown with roles and ways in, and with the version to change it by', async () => {
    const { userId } = await verifiedUser(at);
    const answer = await get(userId);
    expect(answer).toMatchObject({
      ok: true,
      data: {
        id: userId,
        email: 'ada@example.com',
        name: 'Ada',
        is_active: true,
        email_verified: true,
        reset_required: false,
        roles: ['user'],
        two_step: false,
        passkeys: 0,
        has_password: true,
        identities: [],
        last_seen_at: null,
        deleted_at: null,
      },
    });
    expect(answer.headers.get('etag')).toBe(`"${answer.ok && answer.data.version}"`);
  });

  it('is shown to support with when it was last seen', async () => {
    const { userId } = await signedInBrowser(at);
    const answer = await get(userId, await supporter(at));
    expect(answer).toMatchObject({ ok: true, data: { id: userId, last_seen_at: expect.any(String) } });
  });

  it('is not found where nobody has the id', async () => {
    expect(await get(randomUUID())).toMatchObject({ ok: false, status: 404, code: 'NOT_FOUND' });
  });

  it('is not shown to a user without the permission', async () => {
    const someone = await signedInBrowser(at);
    expect(await get(admin.userId, someone)).toMatchObject({ ok: false, status: 403, code: 'FORBIDDEN' });
  });
});

describe('changing a user', () => {
  it('changes the name, and writes down what it was', async () => {
    const { userId } = await verifiedUser(at);
    const answer = await change(userId, { name: 'Ada Lovelace' });
    expect(answer).toMatchObject({ ok: true, data: { name: 'Ada Lovelace' } });
    expect(answer.headers.get('etag')).toBe(`"${answer.ok && answer.data.version}"`);
    expect(await auditOf(at, 'user.updated')).toMatchObject([
      { user_id: userId, actor_id: admin.userId, details: { changes: { name: ['Ada', 'Ada Lovelace'] } } },
    ]);
  });

  it('changes nothing where all is so already', async () => {
    const { userId } = await verifiedUser(at);
    const before = await versionOf(userId);
    expect(await change(userId, { name: 'Ada', is_active: true, email_verified: true })).toMatchObject({
      ok: true,
      data: { version: before },
    });
    expect(await auditOf(at, 'user.updated')).toEqual([]);
  });

  it('is refused without the version that was read, and with one that is over', async () => {
    const { userId } = await verifiedUser(at);
    const before = await versionOf(userId);
    const path = `/api/v1/users/${userId}`;
    const headers = { authorization: `Bearer ${admin.bearer}` };
    expect((await at.call('PATCH', path, { headers, body: { name: 'B' } })).status).toBe(428);
    expect(await change(userId, { name: 'Ada Lovelace' }, before)).toMatchObject({ ok: true });
    const late = await change(userId, { name: 'Countess' }, before);
    expect(late).toMatchObject({ ok: false, status: 412, code: 'PRECONDITION_FAILED' });
    expect(await get(userId)).toMatchObject({ data: { name: 'Ada Lovelace' } });
  });

  it('ignores what nobody may set so [A80]', async () => {
    const { userId } = await verifiedUser(at);
    const body = { roles: ['admin'], permissions: ['users:write'], id: randomUUID(), version: 99, deleted_at: null };
    const before = await versionOf(userId);
    expect(await change(userId, body)).toMatchObject({ ok: true, data: { roles: ['user'], version: before } });
  });

  it('disables: every session is over at once, and no way in is open [A85]', async () => {
    const someone = await signedInBrowser(at);
    const other = tokensIn(await login(at, ada));
    expect(await change(someone.userId, { is_active: false })).toMatchObject({ data: { is_active: false } });
    for (const bearer of [someone.bearer, other.accessToken]) expect((await whoAmI(at, bearer)).status).toBe(401);
    const refreshed = await at.client.session.refresh({ body: { refresh_token: other.refreshToken } });
    expect(refreshed).toMatchObject({ code: 'REFRESH_TOKEN_INVALID', details: { reason: 'user_disabled' } });
    expect(await login(at, ada)).toMatchObject({ status: 401, body: { error: { code: 'INVALID_CREDENTIALS' } } });
    const mails = (await at.mailbox.list()).length;
    const asked = await at.call('POST', '/api/v1/auth/magic-link', { body: { email: ada.email } });
    expect(asked.status).toBe(202);
    expect(await at.mailbox.list()).toHaveLength(mails);
    expect(await auditOf(at, 'user.disabled')).toMatchObject([
      { user_id: someone.userId, details: { changes: { is_active: [true, false] } } },
    ]);
  });

  it('enables again: the owner signs in as before', async () => {
    const { userId } = await verifiedUser(at);
    await change(userId, { is_active: false });
    expect(await change(userId, { is_active: true })).toMatchObject({ data: { is_active: true } });
    expect((await login(at, ada)).status).toBe(200);
    expect(await auditOf(at, 'user.enabled')).toHaveLength(1);
  });

  it('counts an address as proven, and voids what was set before by somebody who had not proven it', async () => {
    const { userId } = await verifiedUser(at);
    await change(userId, { email_verified: false });
    expect((await login(at, ada)).body.error?.code).toBe('EMAIL_NOT_VERIFIED');
    expect(await change(userId, { email_verified: true })).toMatchObject({
      data: { email_verified: true, has_password: false },
    });
    expect((await login(at, ada)).body.error?.code).toBe('INVALID_CREDENTIALS');
  });

  it('ends the sessions of somebody whose address is no longer proven', async () => {
    const someone = await signedInBrowser(at);
    await change(someone.userId, { email_verified: false });
    expect((await whoAmI(at, someone.bearer)).status).toBe(401);
  });

  it('is refused for a deleted account, an unknown one, and the own one', async () => {
    const { userId } = await verifiedUser(at);
    const version = await versionOf(userId);
    await at.client.administration.deleteUser({ bearer: admin.bearer, params: { id: userId } });
    expect(await change(userId, { name: 'B' })).toMatchObject({ status: 409, details: { reason: 'user_deleted' } });
    expect(await change(randomUUID(), { name: 'B' }, version)).toMatchObject({ status: 404 });
    expect(await change(admin.userId, { name: 'B' })).toMatchObject({
      status: 403,
      details: { reason: 'own_account' },
    });
  });

  it('needs a proof not older than ten minutes', async () => {
    const { userId } = await verifiedUser(at);
    const version = await versionOf(userId);
    at.clock.advance(600.001);
    expect(await change(userId, { name: 'B' }, version)).toMatchObject({ code: 'REAUTHENTICATION_REQUIRED' });
  });

  it('is refused to support, and by whoever lost the permission a moment ago', async () => {
    const { userId } = await verifiedUser(at);
    const version = await versionOf(userId);
    expect(await change(userId, { name: 'B' }, version, await supporter(at))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('inviting', () => {
  const invite = (body: { email: string; name?: string; role_ids?: string[]; locale?: string }, { bearer } = admin) =>
    at.client.administration.inviteUser({ bearer, body });

  it('mails a link with which the owner chooses name and password, and has the roles that were given', async () => {
    const role_ids = [systemRoles.support];
    const invited = await invite({ email: 'new@example.com', name: 'Newton', role_ids });
    expect(invited).toMatchObject({
      ok: true,
      data: { email: 'new@example.com', name: 'Newton', email_verified: false, roles: ['support', 'user'] },
    });
    const mail = await at.mailbox.last('new@example.com');
    expect(mail.text).toContain('Root');
    const token = new URL(mail.links[0] ?? '').hash.replace('#token=', '');
    const accepted = await at.client.registration.acceptInvitation({
      body: { token, name: 'Isaac', password: 'apples fall in autumn' },
    });
    expect(accepted).toMatchObject({ ok: true, data: { user: { name: 'Isaac', roles: ['support', 'user'] } } });
    expect(await auditOf(at, 'invitation.sent')).toMatchObject([
      { actor_id: admin.userId, details: { changes: { roles: [[], ['support', 'user']] } } },
    ]);
  });

  it('writes in the language of the reader', async () => {
    await invite({ email: 'neu@example.com', locale: 'de-AT' });
    expect((await at.mailbox.last('neu@example.com')).subject).toContain('Einladung');
  });

  it('is repeated where the link of before is over, which then opens nothing', async () => {
    const { token, userId } = await invitation(at, 'late@example.com');
    at.clock.advance(8 * 86_400);
    admin = await administratorAgain();
    const again = await invite({ email: 'late@example.com', role_ids: [systemRoles.support] });
    expect(again).toMatchObject({ ok: true, data: { id: userId, roles: ['support', 'user'] } });
    const body = { name: 'Late', password: 'the train was not on time' };
    expect(await at.client.registration.acceptInvitation({ body: { ...body, token } })).toMatchObject({ ok: false });
    const mail = await at.mailbox.last('late@example.com');
    const fresh = new URL(mail.links[0] ?? '').hash.replace('#token=', '');
    expect(await at.client.registration.acceptInvitation({ body: { ...body, token: fresh } })).toMatchObject({
      ok: true,
    });
  });

  it('is refused for an account in use, an address that is none, and a role that there is not', async () => {
    await verifiedUser(at);
    expect(await invite({ email: 'ADA@example.com' })).toMatchObject({ status: 409, code: 'EMAIL_TAKEN' });
    expect(await invite({ email: 'ada' })).toMatchObject({
      status: 422,
      details: { fields: { email: expect.any(String) } },
    });
    expect(await invite({ email: 'x@example.com', role_ids: [randomUUID()] })).toMatchObject({
      status: 422,
      details: { fields: { role_ids: expect.any(String) } },
    });
  });

  it('is refused where the address had its mails of the hour', async () => {
    for (let n = 0; n < 5; n++) expect(await invite({ email: 'x@example.com' })).toMatchObject({ ok: true });
    expect(await invite({ email: 'x@example.com' })).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
  });

  async function administratorAgain(): Promise<SignedInBrowser> {
    const answer = await admin.browser.client.passwordLogin.login({
      body: { email: admin.person.email, password: admin.person.password },
    });
    if (!answer.ok || 'mfa_required' in answer.data) throw new Error('no sign-in');
    return { ...admin, bearer: answer.data.access_token };
  }
});
