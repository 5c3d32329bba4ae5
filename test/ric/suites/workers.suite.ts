import { sql } from 'drizzle-orm';
import { systemRoles } from '../../../lambdas/domain/role/role.ts';
import type { Context } from '../../../lambdas/kernel/context.ts';
import { ada, post } from '../../flows/people.ts';
import { outcome, refresh, signedInByBody, tokensIn, whoAmI } from '../../flows/tokens.ts';
import { closeMembers, memberContext, signedInMember } from '../cloud/members.ts';
import type { Deployment } from '../deployment.ts';
import { atDeploy, bounced, scheduled } from '../events.ts';

const daySeconds = 86_400;

export function workersSuite(deployed: () => Deployment): void {
  const resources = () => deployed().cloud.resources;
  const register = (email: string) => post(deployed(), 'register', { ...ada, email });

  describe('the sender', () => {
    it('sends a mail once, though the stream tells of it twice and in any order', async () => {
      const addresses = ['one@example.com', 'two@example.com', 'three@example.com'];
      for (const email of addresses) expect(outcome(await register(email))).toBe('202');
      await deployed().settled();
      for (const email of addresses) expect(await deployed().mailbox.list(email)).toHaveLength(1);
    });
  });

  describe('the sweeper', () => {
    it('cleans up with a nudge where the database pauses, once a day, and leaves it to the clock elsewhere', async () => {
      await deployed().settled();
      const cleaned = deployed()
        .logged()
        .filter(({ line }) => line.includes('"cleaned up"'));
      expect(cleaned.map(({ name }) => name)).toEqual(resources().config.profile === 'economy' ? ['sweeper'] : []);
    });
  });

  describe('the worker of jobs', () => {
    let context: Context;
    beforeAll(() => {
      context = memberContext(deployed().cloud);
    });
    afterAll(() => closeMembers(context));
    const call = async (method: string, path: string, bearer: string, body?: unknown) => {
      const options = { headers: { authorization: `Bearer ${bearer}` }, ...(body !== undefined && { body }) };
      return deployed().call(method, `/api/v1/${path}`, options);
    };

    it('changes many users and exports them, nudged by a stream of its own, and the sender tells of it', async () => {
      const root = await signedInMember(context, [systemRoles.admin]);
      const others = [await signedInMember(context), await signedInMember(context)];
      const ids = others.map(({ userId }) => userId);
      const changed = await call('POST', 'users/bulk', root.accessToken, { action: 'disable', ids });
      const exported = await call('POST', 'users/export?format=ndjson', root.accessToken, {});
      expect([outcome(changed), outcome(exported)]).toEqual(['202', '202']);
      await deployed().settled();
      for (const { accessToken } of others)
        expect(outcome(await whoAmI(deployed(), accessToken))).toBe('401 TOKEN_INVALID');
      const [bulk, file] = await Promise.all(
        [changed, exported].map(({ body }) => call('GET', `jobs/${body.data?.id}`, root.accessToken)),
      );
      expect(bulk?.body.data).toMatchObject({ state: 'done', done: 2, errors: [] });
      expect(file?.body.data).toMatchObject({ state: 'done', parts: 1 });
      const result = await call('GET', `jobs/${exported.body.data?.id}/result`, root.accessToken);
      for (const id of [root.userId, ...ids]) expect(result.text).toContain(id);
      expect((await deployed().mailbox.list(root.email)).map(({ subject }) => subject)).toEqual([
        expect.stringContaining('export is ready'),
      ]);
    });
  });

  describe('the clean-up', () => {
    it('purges an account whose grace time is over, as a login that owns nothing', async () => {
      const context = memberContext(deployed().cloud);
      const { userId } = await signedInMember(context);
      const rows = () => context.database.rows(sql`select id from users where id = ${userId}::uuid`);
      await context.database.rows(sql`
        update users set deleted_at = now() - interval '31 days' where id = ${userId}::uuid`);
      expect(await deployed().invoke('clean-up', scheduled('clean-up'))).toBeNull();
      expect(await rows()).toEqual([]);
      const audited = await context.database.rows(sql`
        select action, salt is null as erased from audit_logs where user_id = ${userId}::uuid`);
      expect(audited).toEqual([{ action: 'user.purged', erased: true }]);
      await closeMembers(context);
    });
  });

  describe('the sealer', () => {
    it('puts what happened into the archive, locked, by a role that may do nothing else there', async () => {
      await deployed().settled();
      const { archive, access } = deployed().cloud;
      expect(await deployed().invoke('sealer', scheduled('sealer'))).toBeNull();
      const kept = [...archive.objects.entries()];
      expect(kept.filter(([name]) => name.startsWith('seals/')).length).toBe(kept.length);
      expect(new Set(kept.map(([, { mode }]) => mode))).toEqual(new Set(['COMPLIANCE']));
      expect(access.denied).toEqual([]);
    });
  });

  describe('mail feedback', () => {
    it('holds mail back from an address that bounced for good', async () => {
      expect(await deployed().invoke('mail-feedback', bounced('bounced@example.com'))).toBeNull();
      expect(outcome(await register('bounced@example.com'))).toBe('202');
      expect(await deployed().mailbox.list('bounced@example.com')).toEqual([]);
    });
  });

  describe('by the clock', () => {
    it.each(['migrate', 'key-rotation', 'sweeper', 'clean-up', 're-encryption', 'statistics'])(
      '%s finds nothing to do',
      async (worker) => {
        const mails = await deployed().mailbox.list();
        const { writes } = deployed().cloud.secrets;
        const before = writes.length;
        expect(await deployed().invoke(worker, scheduled(worker))).toBeNull();
        expect(writes.length).toBe(before);
        expect(await deployed().mailbox.list()).toEqual(mails);
      },
    );

    it('the functions get another login, and those that use the one before are still let in', async () => {
      const { cloud } = deployed();
      const { appSecretArn } = resources().database;
      const loginOf = () => JSON.parse(cloud.secrets.valueOf(appSecretArn)) as { username: string; password: string };
      const { accessToken } = await signedInByBody(deployed(), { ...ada, email: 'login@example.com' });
      const before = loginOf();
      cloud.age(appSecretArn, 91 * daySeconds);
      await deployed().invoke('migrate', scheduled('migrate'));
      expect(loginOf()).toMatchObject({ username: `${before.username}_2` });
      expect(loginOf().password).not.toBe(before.password);
      expect(outcome(await whoAmI(deployed(), accessToken))).toBe('200');
      cloud.secrets.replace(appSecretArn, JSON.stringify(before));
      expect(outcome(await whoAmI(deployed(), accessToken))).toBe('200');
      expect(await deployed().invoke('migrate', atDeploy)).toBeNull();
    });

    it('another key signs, and warm functions take what both have signed [A101]', async () => {
      const { cloud } = deployed();
      const { accessToken, refreshToken } = await signedInByBody(deployed(), { ...ada, email: 'keys@example.com' });
      cloud.age(resources().keySecretArns.signing, 31 * daySeconds);
      await deployed().invoke('key-rotation', scheduled('key-rotation'));
      // One that is started now knows the new key alone as the one that signs.
      const warm = await deployed().instance('account');
      await deployed().recycle('session');
      const next = tokensIn(await refresh(deployed(), refreshToken));
      const kid = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
      expect(kid(next.accessToken)).not.toBe(kid(accessToken));
      for (const token of [accessToken, next.accessToken]) expect(outcome(await whoAmI(deployed(), token))).toBe('200');
      expect(await deployed().instance('account')).toBe(warm);
    });
  });
}
