import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { systemClock } from '../../../lambdas/adapters/clock/system.ts';
import { openDataApi } from '../../../lambdas/adapters/database/data-api.ts';
import { secretsManagerKeys } from '../../../lambdas/adapters/keys/secrets-manager.ts';
import { planSession } from '../../../lambdas/domain/session/session.ts';
import { sessionInsert } from '../../../lambdas/domain/session/sessions.ts';
import { signedIn } from '../../../lambdas/domain/session/signed-in.ts';
import { insertInto, together } from '../../../lambdas/domain/statement.ts';
import { users } from '../../../lambdas/domain/user/user.table.ts';
import type { User } from '../../../lambdas/domain/user/user.ts';
import { readConfig } from '../../../lambdas/kernel/config.ts';
import type { Context } from '../../../lambdas/kernel/context.ts';
import { newId } from '../../../lambdas/kernel/id.ts';
import { refresh, tokensIn, whoAmI } from '../../flows/tokens.ts';
import type { Deployment } from '../deployment.ts';

interface Member {
  email: string;
  userId: string;
  accessToken: string;
  refreshToken: string;
}

export function isolationSuite(deployed: () => Deployment): void {
  it('a hundred people who alternate on warm instances see and get their own alone [A96]', async () => {
    const at = deployed();
    const [first, ...members] = await signedInMembers(at, 101);
    // Both instances are warm, with somebody else's request.
    await whoAmI(at, first?.accessToken ?? '');
    await refresh(at, first?.refreshToken ?? '');
    const seen = members.map(async ({ accessToken, refreshToken }, n) => {
      const options = { ip: `198.51.100.${n + 1}` };
      const me = await whoAmI(at, accessToken, options);
      const next = tokensIn(await refresh(at, refreshToken, options));
      return [me.body.data?.email, decodeJwt(next.accessToken).sub];
    });
    expect(await Promise.all(seen)).toEqual(members.map(({ email, userId }) => [email, userId]));
  }, 60_000);
}

/** People who are signed in already, by the domain's own parts: no hundred hashes. */
async function signedInMembers({ cloud }: Deployment, count: number): Promise<Member[]> {
  const { cluster, secrets, resources, functions } = cloud;
  const environment = functions.find(({ name }) => name === 'session')?.environment ?? {};
  const { service } = secrets;
  const { signing, refresh } = resources.keySecretArns;
  const database = openDataApi({ ...cluster.options, secretArn: resources.database.appSecretArn });
  const request = { id: randomUUID(), clientId: null, ip: '192.0.2.9', userAgent: 'test', browser: 'none' };
  const context = {
    config: readConfig(environment),
    clock: systemClock,
    keys: secretsManagerKeys({ clock: systemClock, secrets: { signing, refresh }, service }),
    request,
  } as unknown as Context;
  const members = Array.from({ length: count }, async (_, n): Promise<Member> => {
    const email = `member-${n}@example.com`;
    const now = systemClock.now();
    const row = { id: newId(systemClock), email, emailKey: email, name: '', locale: null, avatarUrl: null };
    const state = { isActive: true, version: 1, emailVerifiedAt: now, createdAt: now, updatedAt: now, deletedAt: null };
    const user: User = { row: { ...row, ...state }, grants: { roles: [], roleIds: [], permissions: [] } };
    const started = await planSession(context, user, { delivery: 'body', deviceName: null, amr: ['pwd'] });
    const parts = { member: insertInto(users, { ...row, ...state }), session: sessionInsert(started.session, null) };
    await database.rows(together(parts, sql`select 1 as done`));
    const { data } = await signedIn(context, started);
    return { email, userId: row.id, accessToken: data.access_token, refreshToken: data.refresh_token ?? '' };
  });
  return Promise.all(members).finally(() => database.close());
}
