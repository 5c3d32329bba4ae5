import { sql } from 'drizzle-orm';
import { systemClock } from '../../../lambdas/adapters/clock/system.ts';
import { dynamoDbStore } from '../../../lambdas/adapters/kv/dynamodb.ts';
import { findPending } from '../../../lambdas/domain/session/pending-sign-in.ts';
import { post } from '../../flows/people.ts';
import { outcome, whoAmI } from '../../flows/tokens.ts';
import { closeMembers, givePassword, memberContext, signedInMember } from '../cloud/members.ts';
import type { Deployment } from '../deployment.ts';

const password = 'a sentence to get in with';

/** Functions that reach the internet stand apart from the cache, with the table as their store: what they share holds. */
export function apartSuite(deployed: () => Deployment): void {
  describe('the functions inside and outside of the network', () => {
    it('feel at once that the other ones ended a session', async () => {
      const at = deployed();
      const context = memberContext(at.cloud);
      const one = await signedInMember(context);
      await givePassword(context, one, password);
      const [identity] = await context.database.rows<{ id: string }>(sql`
        insert into identities (id, user_id, provider, issuer, subject, created_at)
        values (gen_random_uuid(), ${one.userId}::uuid, 'corp', 'https://corp.example', 'x', now()) returning id`);
      await closeMembers(context);
      const login = await post(at, 'login', {
        email: one.email,
        password,
        token_delivery: 'body',
      });
      const second = String(login.body.data?.access_token);
      expect(outcome(await whoAmI(at, second))).toBe('200');
      const headers = { authorization: `Bearer ${one.accessToken}` };
      const path = `/api/v1/users/me/identities/${identity?.id}`;
      expect(outcome(await at.call('DELETE', path, { headers }))).toBe('204');
      await at.settled();
      expect(outcome(await whoAmI(at, second))).toBe('401 TOKEN_INVALID');
      expect(outcome(await whoAmI(at, one.accessToken))).toBe('200');
      const list = await at.call('GET', '/api/v1/users/me/identities', { headers });
      expect(list.body.data).toEqual([]);
      // And the other way round.
      expect(outcome(await at.call('POST', '/api/v1/auth/logout', { headers, body: {} }))).toBe('204');
      const ended = await at.call('GET', '/api/v1/users/me/identities', { headers });
      expect(outcome(ended)).toBe('401 TOKEN_INVALID');
    }, 60_000);

    it('find a sign-in that waits for its second factor, whichever of them began it', async () => {
      const at = deployed();
      const { cloud } = at;
      const context = memberContext(cloud);
      const member = await signedInMember(context);
      await givePassword(context, member, password);
      const headers = { authorization: `Bearer ${member.accessToken}` };
      const begun = await at.call('POST', '/api/v1/users/me/mfa/totp', { headers, body: {} });
      const { generateSync } = await import('otplib');
      const code = generateSync({ secret: String(begun.body.data?.secret) });
      const confirmed = await at.call('POST', '/api/v1/users/me/mfa/totp/confirm', { headers, body: { code } });
      const [recoveryCode] = (confirmed.body.data?.recovery_codes ?? []) as string[];
      const login = await post(at, 'login', { email: member.email, password, token_delivery: 'body' });
      const token = String(login.body.data?.mfa_token);
      const { dynamoDb, resources } = cloud;
      const table = dynamoDbStore({ clock: systemClock, table: resources.storeTable.name, service: dynamoDb.service });
      expect(await findPending({ ...context, store: table }, token)).toMatchObject({ userId: member.userId });
      await Promise.all([closeMembers(context), table.close()]);
      const proof = { mfa_token: token, method: 'recovery_code', code: recoveryCode };
      expect(outcome(await post(at, 'mfa/verify', proof))).toBe('200');
    }, 60_000);
  });
}
