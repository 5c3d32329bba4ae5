import { type SQL, sql } from 'drizzle-orm';
import { passkeys } from '../../lambdas/domain/passkey/passkey.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import {
  addPasskey,
  authenticatorAtSite,
  creationOptions,
  enrolledPasskey,
  loginOptions,
  loginWith,
} from './passkeys.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser } from './people.ts';
import { auditOf, rowsOf } from './records.ts';
import { outcome, sessionOf } from './tokens.ts';

const many = 20;
const tally = (outcomes: readonly string[]) =>
  Object.fromEntries(
    [...new Set(outcomes)].sort().map((one) => [one, outcomes.filter((other) => other === one).length]),
  );

describeWith('PostgreSQL', 'passkeys that are used at the same time', () => {
  describeWith('Redis', 'in one store', () => {
    let at: TestPlatform;
    let me: SignedInBrowser;
    beforeAll(async () => {
      at = await startPlatform({ database: 'postgres', store: 'redis', limits: false });
    });
    beforeEach(async () => {
      await at.reset();
      me = await signedInBrowser(at);
    });
    afterAll(() => at.close());

    const withoutPassword = () =>
      at.platform.database.rows(sql`delete from credentials where user_id = ${me.userId}::uuid`);
    const remove = async (params: { id: string }) => {
      const answer = await at.client.passkey.removePasskey({ bearer: me.bearer, params });
      return answer.ok ? 'ok' : answer.code;
    };

    it('one assertion, sent 20 times, signs in once [A57]', async () => {
      const { authenticator, passkey } = await enrolledPasskey(at, me.bearer);
      const assertion = authenticator.get(passkey, await loginOptions(at));
      const answers = await Promise.all(Array.from({ length: many }, () => loginWith(at, assertion)));
      expect(tally(answers.map(outcome))).toEqual({ '200': 1, '401 INVALID_CREDENTIALS': many - 1 });
      expect(await rowsOf(at, sessions)).toHaveLength(2);
    });

    it('20 assertions with one counter sign in once: a copy does not hide among them [A60]', async () => {
      const { authenticator, passkey } = await enrolledPasskey(at, me.bearer);
      const signed = [];
      for (let made = 0; made < many; made += 1)
        signed.push(authenticator.get(passkey, await loginOptions(at), { signCount: 1 }));
      const answers = await Promise.all(signed.map((assertion) => loginWith(at, assertion)));
      expect(tally(answers.map(outcome))).toEqual({ '200': 1, '401 INVALID_CREDENTIALS': many - 1 });
    });

    it('one answer of an authenticator, sent 20 times, is added once [A57]', async () => {
      const { answer } = authenticatorAtSite().create(await creationOptions(at, me.bearer));
      const answers = await Promise.all(Array.from({ length: many }, () => addPasskey(at, me.bearer, answer)));
      expect(tally(answers.map(outcome))).toEqual({ '200': 1, '400 WEBAUTHN_FAILED': many - 1 });
    });

    it('one id, enrolled by two people at once, belongs to one of them [A64]', async () => {
      const credentialId = Buffer.alloc(32, 9);
      const other = await signedInBrowser(at, grace);
      const made = async (bearer: string) => ({
        bearer,
        answer: authenticatorAtSite().create(await creationOptions(at, bearer), { credentialId }).answer,
      });
      const both = [await made(me.bearer), await made(other.bearer)];
      const answers = await Promise.all(both.map(({ bearer, answer }) => addPasskey(at, bearer, answer)));
      expect(tally(answers.map(outcome))).toEqual({ '200': 1, '409 CONFLICT': 1 });
      expect(await rowsOf(at, passkeys)).toHaveLength(1);
      expect((await auditOf(at, 'passkey.added')).filter((row) => row.outcome === 'success')).toHaveLength(1);
    });

    it('the last two ways in, removed at once, leave one [A52]', async () => {
      const [first, second] = [await enrolledPasskey(at, me.bearer), await enrolledPasskey(at, me.bearer)];
      await withoutPassword();
      const outcomes = await Promise.all([remove({ id: first.passkeyId }), remove({ id: second.passkeyId })]);
      expect(tally(outcomes)).toEqual({ LAST_CREDENTIAL: 1, ok: 1 });
      expect(await rowsOf(at, passkeys)).toHaveLength(1);
    });
  });
});

describe('what happens between the read and the write', () => {
  let at: TestPlatform;
  let me: SignedInBrowser;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    me = await signedInBrowser(at);
  });
  afterAll(() => at.close());

  /** Does something just before the second statement of what comes next: the one that writes. */
  function meanwhile(act: () => Promise<unknown>): void {
    const { rows } = at.platform.database;
    let statements = 0;
    const spy = import.meta.jest.spyOn(at.platform.database, 'rows').mockImplementation(async (statement: SQL) => {
      statements += 1;
      if (statements === 2) {
        spy.mockRestore();
        await act();
      }
      return rows(statement);
    });
  }
  const endSession = () =>
    at.platform.database.rows(sql`
      update sessions set ended_at = now(), end_reason = 'password_reset' where id = ${sessionOf(me.bearer)}::uuid`);

  it('a session that ends adds no passkey any more, and removes none', async () => {
    const { passkeyId: id } = await enrolledPasskey(at, me.bearer);
    const { answer } = authenticatorAtSite().create(await creationOptions(at, me.bearer));
    meanwhile(endSession);
    expect(outcome(await addPasskey(at, me.bearer, answer))).toBe('401 TOKEN_INVALID');
    const removed = await at.client.passkey.removePasskey({ bearer: me.bearer, params: { id } });
    expect(removed).toMatchObject({ ok: false, code: 'TOKEN_INVALID' });
    expect(await rowsOf(at, passkeys)).toHaveLength(1);
  });

  it('a changed profile delays a removal and does not stop it', async () => {
    const { passkeyId: id } = await enrolledPasskey(at, me.bearer);
    meanwhile(() => at.client.account.updateMe({ bearer: me.bearer, body: { name: 'Ada L.' } }));
    const removed = await at.client.passkey.removePasskey({ bearer: me.bearer, params: { id } });
    expect(removed).toMatchObject({ ok: true });
    expect(await rowsOf(at, passkeys)).toEqual([]);
    expect(await auditOf(at, 'passkey.removed')).toHaveLength(1);
  });

  it('a password that goes leaves a passkey that was to be removed as the last way in [A52]', async () => {
    const { passkeyId: id } = await enrolledPasskey(at, me.bearer);
    meanwhile(() =>
      at.platform.database.rows(sql`
        with gone as (delete from credentials where user_id = ${me.userId}::uuid)
        update users set version = version + 1 where id = ${me.userId}::uuid`),
    );
    const removed = await at.client.passkey.removePasskey({ bearer: me.bearer, params: { id } });
    expect(removed).toMatchObject({ ok: false, code: 'LAST_CREDENTIAL' });
  });

  it('an account that is disabled while a signature is checked signs nobody in [A85]', async () => {
    const { authenticator, passkey } = await enrolledPasskey(at, me.bearer);
    const assertion = authenticator.get(passkey, await loginOptions(at));
    meanwhile(() =>
      at.platform.database.rows(sql`
        update users set is_active = false, version = version + 1 where email = ${ada.email}::text`),
    );
    expect(outcome(await loginWith(at, assertion))).toBe('401 INVALID_CREDENTIALS');
    expect(await rowsOf(at, sessions)).toHaveLength(1);
  });
});
