/** People of a deployed platform, made by the domain's own parts: no mails, and no hash for each. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { systemClock } from '../../../lambdas/adapters/clock/system.ts';
import { openDataApi } from '../../../lambdas/adapters/database/data-api.ts';
import { secretsManagerKeys } from '../../../lambdas/adapters/keys/secrets-manager.ts';
import { secretsWhenUsed } from '../../../lambdas/adapters/keys/secrets-when-used.ts';
import { dynamoDbStore } from '../../../lambdas/adapters/kv/dynamodb.ts';
import { redisStore } from '../../../lambdas/adapters/kv/redis.ts';
import { passwordUpsert } from '../../../lambdas/domain/credential/credentials.ts';
import { hashPassword } from '../../../lambdas/domain/credential/password-hash.ts';
import { userRoles } from '../../../lambdas/domain/role/role.table.ts';
import { planSession, publishSession } from '../../../lambdas/domain/session/session.ts';
import { sessionInsert } from '../../../lambdas/domain/session/sessions.ts';
import { signedIn } from '../../../lambdas/domain/session/signed-in.ts';
import { insertInto, together } from '../../../lambdas/domain/statement.ts';
import { users } from '../../../lambdas/domain/user/user.table.ts';
import type { User } from '../../../lambdas/domain/user/user.ts';
import { readConfig } from '../../../lambdas/kernel/config.ts';
import type { Context } from '../../../lambdas/kernel/context.ts';
import { newId } from '../../../lambdas/kernel/id.ts';
import { createLog } from '../../../lambdas/kernel/log.ts';
import { silentMetrics } from '../../../lambdas/kernel/metrics.ts';
import type { Cloud } from './cloud.ts';

export interface Member {
  email: string;
  userId: string;
  sessionId: string;
  /** Of a client that is no browser. */
  accessToken: string;
  refreshToken: string;
}

/** What the domain asks for of these: no mail, no queue. */
export function memberContext({ cluster, secrets, resources, functions, dynamoDb, cache }: Cloud): Context {
  const environment = functions.find(({ name }) => name === 'session')?.environment ?? {};
  const parts = {
    config: readConfig(environment),
    clock: systemClock,
    database: openDataApi({ ...cluster.options, secretArn: resources.database.appSecretArn }),
    store: cache
      ? redisStore({ url: cache.urlWithLogin, cluster: true, ca: cache.ca, clock: systemClock })
      : dynamoDbStore({ clock: systemClock, table: resources.storeTable.name, service: dynamoDb.service }),
    keys: secretsManagerKeys({
      clock: systemClock,
      secrets: resources.keySecretArns,
      open: secretsWhenUsed(secrets.service),
    }),
    metrics: silentMetrics,
    log: createLog({ clock: systemClock, service: 'members' }),
    request: { id: randomUUID(), clientId: null, ip: '192.0.2.9', userAgent: 'test', browser: 'none' },
  };
  return parts as unknown as Context;
}

/** Lets go of what a context has opened. */
export async function closeMembers({ database, store }: Context): Promise<void> {
  await Promise.all([database.close(), store.close()]);
}

/** A new person who is signed in, with the roles of those ids. */
export async function signedInMember(context: Context, roleIds: readonly string[] = []): Promise<Member> {
  const email = `member-${randomUUID()}@example.com`;
  const now = systemClock.now();
  const row = { id: newId(systemClock), email, emailKey: email, name: '', locale: null, avatarUrl: null };
  const state = {
    isActive: true,
    resetRequiredAt: null,
    version: 1,
    emailVerifiedAt: now,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  };
  const user: User = { row: { ...row, ...state }, grants: { roles: [], roleIds, permissions: [] } };
  const started = await planSession(context, user, { delivery: 'body', deviceName: null, amr: ['pwd'], stepsUp: true });
  const held = roleIds.map((roleId) =>
    insertInto(userRoles, { userId: row.id, roleId, grantedBy: null, grantedAt: now }),
  );
  const parts = {
    member: insertInto(users, { ...row, ...state }),
    session: sessionInsert(started.session, null),
    ...Object.fromEntries(held.map((part, index) => [`role_${index}`, part])),
  };
  await context.database.rows(together(parts, sql`select 1 as done`));
  await publishSession(context, started);
  const { data } = await signedIn(context, started);
  return {
    email,
    userId: row.id,
    sessionId: started.session.id,
    accessToken: data.access_token,
    refreshToken: data.refresh_token ?? '',
  };
}

/** The member can sign in by that password. */
export async function givePassword(context: Context, { userId }: Member, password: string): Promise<void> {
  const hash = await hashPassword(context, password);
  await context.database.rows(together({ password: passwordUpsert(context, userId, hash) }, sql`select 1 as done`));
}
