import { sql } from 'drizzle-orm';
import { outbox } from '../../lambdas/domain/outbox/outbox.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { tokenIn } from '../platform.ts';
import { enrolledPasskey, loginByPasskey } from './passkeys.ts';
import {
  administrator,
  grace,
  granted,
  invitation,
  linkAsked,
  post,
  resetAsked,
  type SignedInBrowser,
  signedInBrowser,
  verifiedUser,
} from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import { isRefused, isSignedIn, type SocialPlatform, signInBy, startSocialPlatform } from './social.ts';
import { login, outcome, whoAmI } from './tokens.ts';

const person = { email: 'ada@gmail.com', password: 'correct horse battery', name: 'Ada' };
const google = { sub: 'g-1', email: person.email, email_verified: true };
const fresh = 'seven quiet herons';
let at: SocialPlatform;
let admin: SignedInBrowser;
beforeAll(async () => {
  at = await startSocialPlatform({ frozen: true });
});
beforeEach(async () => {
  await at.reset();
  admin = await administrator(at);
});
afterAll(() => at.close());

const of = (id: string, { bearer } = admin) => ({ bearer, params: { id } });
const remove = (id: string, by = admin) => at.client.administration.deleteUser(of(id, by));
const restore = (id: string, by = admin) => at.client.administration.restoreUser(of(id, by));
const get = (id: string) => at.client.administration.getUser(of(id));

describe('deleting a user', () => {
  it('ends every session, frees the address, and tells the owner who did it and until when it can come back', async () => {
    const someone = await signedInBrowser(at, person);
    expect(await remove(someone.userId)).toMatchObject({ ok: true, status: 204 });
    expect((await whoAmI(at, someone.bearer)).status).toBe(401);
    expect(outcome(await login(at, person))).toBe('401 INVALID_CREDENTIALS');
    const mail = await at.mailbox.last(person.email);
    expect(mail.text).toMatch(/administrator deleted/i);
    expect(mail.text).not.toContain('192.0.2.1');
    expect(await get(someone.userId)).toMatchObject({ ok: true, data: { deleted_at: expect.any(String) } });
    expect(await auditOf(at, 'user.deleted')).toMatchObject([
      {
        user_id: someone.userId,
        actor_id: admin.userId,
        details: { changes: { deleted_at: [null, expect.any(String)] } },
      },
    ]);
    expect((await verifiedUser(at, person)).userId).not.toBe(someone.userId);
  });

  it('is done once', async () => {
    const { userId } = await verifiedUser(at, person);
    await remove(userId);
    await at.settled();
    const before = await everyRow(at);
    expect(await remove(userId)).toMatchObject({ status: 409, code: 'ALREADY_DONE' });
    expect(await everyRow(at)).toEqual(before);
  });

  it('mails nobody who never took the account up', async () => {
    const { userId } = await invitation(at, 'never@example.com');
    await remove(userId);
    await at.settled();
    expect(await rowsOf(at, outbox, sql`template = 'account_removed'`)).toEqual([]);
  });
});

describe('a restored account', () => {
  it('is as it was, but without sessions and roles, and every sign-in is refused like a wrong one', async () => {
    const someone = await signedInBrowser(at, person);
    const passkey = await enrolledPasskey(at, someone.bearer);
    isSignedIn(await signInBy(at, at.browser(), 'google', google));
    await granted(at, someone.userId, [systemRoles.support]);
    await remove(someone.userId);
    expect(await restore(someone.userId)).toMatchObject({
      ok: true,
      data: {
        reset_required: true,
        deleted_at: null,
        is_active: true,
        roles: ['user'],
        passkeys: 1,
        identities: ['google'],
      },
    });
    const wrong = await login(at, { ...person, password: 'wrong wrong wrong' });
    const right = await login(at, person);
    expect([right.status, right.body.error]).toEqual([wrong.status, wrong.body.error]);
    expect(outcome(await loginByPasskey(at, passkey))).toBe('401 INVALID_CREDENTIALS');
    isRefused(await signInBy(at, at.browser(), 'google', google));
    const mails = (await at.mailbox.list(person.email)).length;
    expect((await post(at, 'magic-link', { email: person.email })).status).toBe(202);
    expect(await at.mailbox.list(person.email)).toHaveLength(mails);
    expect((await whoAmI(at, someone.bearer)).status).toBe(401);
    const refusals = (await auditOf(at, 'session.started')).filter(({ outcome: how }) => how === 'refused');
    expect(refusals.map(({ details }) => (details as { reason: string }).reason).sort()).toEqual([
      'reset_required',
      'reset_required',
      'reset_required',
      'wrong_password',
    ]);
  });

  it('is opened by the mailed link, with a new password and then by every way that it had', async () => {
    const someone = await signedInBrowser(at, person);
    const passkey = await enrolledPasskey(at, someone.bearer);
    await remove(someone.userId);
    await restore(someone.userId);
    const token = tokenIn(await at.mailbox.last(person.email));
    expect((await post(at, 'password/reset', { token, password: fresh })).status).toBe(200);
    expect(await get(someone.userId)).toMatchObject({ data: { reset_required: false } });
    expect(outcome(await login(at, person))).toBe('401 INVALID_CREDENTIALS');
    expect((await login(at, { ...person, password: fresh })).status).toBe(200);
    expect((await loginByPasskey(at, passkey)).status).toBe(200);
  });

  it('is opened by a reset that its owner asks for, too', async () => {
    const { userId } = await verifiedUser(at, person);
    await remove(userId);
    await restore(userId);
    const { token } = await resetAsked(at, person.email);
    expect((await post(at, 'password/reset', { token, password: fresh })).status).toBe(200);
    expect((await login(at, { ...person, password: fresh })).status).toBe(200);
  });

  it('is opened by the reset of an address that nobody had proven', async () => {
    const { userId } = await invitation(at, person.email);
    await remove(userId);
    await restore(userId);
    const token = tokenIn(await at.mailbox.last(person.email));
    expect((await post(at, 'password/reset', { token, password: fresh })).status).toBe(200);
    expect((await login(at, { ...person, password: fresh })).status).toBe(200);
  });

  it('is opened by no link from before its deletion, be it one that the deletion missed', async () => {
    const { userId } = await verifiedUser(at, person);
    const link = await linkAsked(at, person.email);
    const reset = await resetAsked(at, person.email);
    await remove(userId);
    await at.platform.database.rows(sql`update one_time_tokens set spent_at = null`);
    await restore(userId);
    for (const [path, body] of [
      ['magic-link/verify', { token: link.token, token_delivery: 'body' }],
      ['password/reset', { token: reset.token, password: fresh }],
    ] as const)
      expect(outcome(await post(at, path, body))).toBe('400 TOKEN_INVALID');
  });

  it('stays closed by a sign-in link that was asked for at that very moment', async () => {
    const { userId } = await verifiedUser(at, person);
    const link = await linkAsked(at, person.email);
    await remove(userId);
    await restore(userId);
    await at.platform.database.rows(sql`update one_time_tokens set spent_at = null where kind = 'magic_link'`);
    const answer = await post(at, 'magic-link/verify', { token: link.token, token_delivery: 'body' });
    expect(outcome(answer)).toBe('400 TOKEN_INVALID');
  });

  it('stays disabled where it was, and is mailed no link', async () => {
    const { userId } = await verifiedUser(at, person);
    const before = await get(userId);
    const ifMatch = before.ok ? before.data.version : 0;
    await at.client.administration.updateUser({ ...of(userId), body: { is_active: false }, ifMatch });
    await remove(userId);
    const mails = (await at.mailbox.list(person.email)).length;
    expect(await restore(userId)).toMatchObject({ data: { is_active: false, reset_required: true } });
    expect(await at.mailbox.list(person.email)).toHaveLength(mails);
  });

  it('is none where the account was never deleted, or is there again', async () => {
    const { userId } = await verifiedUser(at, person);
    expect(await restore(userId)).toMatchObject({ status: 409, code: 'ALREADY_DONE' });
    await remove(userId);
    expect(await restore(userId)).toMatchObject({ ok: true });
    expect(await restore(userId)).toMatchObject({ status: 409, code: 'ALREADY_DONE' });
  });

  it('is none where another account has the address by now: both are as they were [A113]', async () => {
    const { userId } = await verifiedUser(at, person);
    await remove(userId);
    await verifiedUser(at, { ...person, name: 'Another' });
    const before = await rowsOf(at, users);
    expect(await restore(userId)).toMatchObject({ status: 409, code: 'EMAIL_TAKEN' });
    expect(await rowsOf(at, users)).toEqual(before);
  });

  it('is none where another account has its account at a provider by now [A113]', async () => {
    const { userId } = await verifiedUser(at, person);
    isSignedIn(await signInBy(at, at.browser(), 'google', google));
    await remove(userId);
    isSignedIn(await signInBy(at, at.browser(), 'google', google));
    await at.platform.database.rows(
      sql`update users set email_key = 'other@gmail.com' where deleted_at is null and email_key = ${person.email}::text`,
    );
    expect(await restore(userId)).toMatchObject({
      status: 409,
      code: 'CONFLICT',
      details: { reason: 'identity_taken' },
    });
  });

  it('comes back with what was kept of its passkeys, and not with one that was removed before', async () => {
    const someone = await signedInBrowser(at, grace);
    await enrolledPasskey(at, someone.bearer);
    await remove(someone.userId);
    expect(await restore(someone.userId)).toMatchObject({ data: { passkeys: 1 } });
    expect(await auditOf(at, 'user.restored')).toMatchObject([
      { details: { changes: { deleted_at: [expect.any(String), null], roles: [['user'], ['user']] } } },
    ]);
  });
});
