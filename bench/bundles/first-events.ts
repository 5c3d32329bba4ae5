/** For each function an event whose answer needs every client that the function uses. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../lambdas/adapters/clock/system.ts';
import { api } from '../../lambdas/api.ts';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { planToken } from '../../lambdas/domain/one-time-token/one-time-token.ts';
import { mailRow, outboxInsert, sessionEndRow } from '../../lambdas/domain/outbox/outbox.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { insertInto } from '../../lambdas/domain/statement.ts';
import { createGateway } from '../../local/gateway/gateway.ts';
import type { HeaderField } from '../../local/gateway/message.ts';
import type { Cloud } from '../../test/ric/cloud/cloud.ts';
import { closeMembers, givePassword, memberContext, signedInMember } from '../../test/ric/cloud/members.ts';
import { throughEdge } from '../../test/ric/deployment.ts';
import { atDeploy, bounced, scheduled } from '../../test/ric/events.ts';
import { streamRecord } from '../../test/services/nudge-stream.ts';

export interface FirstEvent {
  /** A new one for each process: many of them can be used once. */
  next(): Promise<unknown>;
  /** How many passwords are hashed on the way to the answer. */
  hashes: number;
  /** Whether this is the answer that was wanted. */
  isRight(answer: unknown): boolean;
}

const password = 'correct horse battery';

export function firstEvents(cloud: Cloud): { events: Record<string, FirstEvent>; close(): Promise<void> } {
  const context = memberContext(cloud);
  const post = (target: string, body: unknown, headers: HeaderField[] = []) =>
    requestEvent(cloud, 'POST', target, [...headers, ['content-type', 'application/json']], body);
  const answering = (status: number) => (answer: unknown) => (answer as { statusCode?: number }).statusCode === status;
  const done = (answer: unknown) => answer === null;
  const event = (next: () => Promise<unknown>, isRight: FirstEvent['isRight'], hashes = 0) => ({
    next,
    isRight,
    hashes,
  });

  async function login(): Promise<unknown> {
    const member = await signedInMember(context);
    await givePassword(context, member, password);
    return post('/api/v1/auth/login', { email: member.email, password, token_delivery: 'body' });
  }
  async function nudged(row: Awaited<ReturnType<typeof mailRow>>): Promise<unknown> {
    await context.database.rows(outboxInsert(row));
    return { Records: [streamRecord(`outbox:${row.id}`, 1)] };
  }
  async function listed(target: string): Promise<unknown> {
    const { accessToken } = await signedInMember(context, [systemRoles.admin]);
    return requestEvent(cloud, 'GET', target, [['authorization', `Bearer ${accessToken}`]]);
  }
  const handled = (answer: unknown) => JSON.stringify(answer) === '{"batchItemFailures":[]}';

  const hasPasskeys = cloud.functions.some(({ environment }) => environment.GATEHOUSE_RP_ID);
  const events: Record<string, FirstEvent> = {
    registration: event(
      async () => post('/api/v1/auth/register', { email: `${randomUUID()}@example.com`, password, name: 'Ada' }),
      answering(202),
      1,
    ),
    'password-login': event(login, answering(200), 1),
    'password-recovery': event(async () => {
      const { email } = await signedInMember(context);
      return post('/api/v1/auth/password/forgot', { email });
    }, answering(202)),
    'magic-link': event(async () => {
      const { userId, email } = await signedInMember(context);
      const { row, token } = planToken(context, 'magic_link', userId, 600);
      await context.database.rows(insertInto(oneTimeTokens, { ...row, email }));
      return post('/api/v1/auth/magic-link/verify', { token, token_delivery: 'body' });
    }, answering(200)),
    passkey: event(async () => {
      const { accessToken } = await signedInMember(context);
      const bearer: HeaderField[] = [['authorization', `Bearer ${accessToken}`]];
      // A stage without a domain of its own has no passkeys to make.
      return hasPasskeys
        ? post('/api/v1/users/me/passkeys/options', {}, bearer)
        : requestEvent(cloud, 'GET', '/api/v1/users/me/passkeys', bearer);
    }, answering(200)),
    session: event(async () => {
      const { refreshToken } = await signedInMember(context);
      return post('/api/v1/auth/refresh', { refresh_token: refreshToken });
    }, answering(200)),
    mfa: event(async () => {
      const { accessToken } = await signedInMember(context);
      return requestEvent(cloud, 'GET', '/api/v1/users/me/mfa', [['authorization', `Bearer ${accessToken}`]]);
    }, answering(200)),
    account: event(async () => {
      const { accessToken } = await signedInMember(context);
      return requestEvent(cloud, 'GET', '/api/v1/users/me', [['authorization', `Bearer ${accessToken}`]]);
    }, answering(200)),
    'social-login': event(async () => {
      const { accessToken } = await signedInMember(context);
      return requestEvent(cloud, 'GET', '/api/v1/users/me/identities', [['authorization', `Bearer ${accessToken}`]]);
    }, answering(200)),
    roles: event(() => listed('/api/v1/roles'), answering(200)),
    administration: event(() => listed('/api/v1/users'), answering(200)),
    'audit-log': event(() => listed('/api/v1/audit-logs'), answering(200)),
    service: event(() => requestEvent(cloud, 'GET', '/api/v1/health/ready?deep=1', []), answering(200)),
    sender: event(async () => {
      const { userId, email: to } = await signedInMember(context);
      return nudged(await mailRow(context, userId, { template: 'invitation', to, token: 'a'.repeat(43) }));
    }, handled),
    sweeper: event(async () => nudged(sessionEndRow(context, (await signedInMember(context)).sessionId)), handled),
    jobs: event(async () => ({ Records: [streamRecord(`job:${randomUUID()}`, 1)] }), handled),
    'clean-up': event(async () => scheduled('clean-up'), done),
    're-encryption': event(async () => scheduled('re-encryption'), done),
    statistics: event(async () => scheduled('statistics'), done),
    sealer: event(async () => scheduled('sealer'), done),
    'mail-feedback': event(async () => bounced(`${randomUUID()}@example.com`), done),
    'key-rotation': event(async () => scheduled('key-rotation'), done),
    administrator: event(
      async () => ({ appoint: `${randomUUID()}@example.com` }),
      (answer) => answer !== null,
    ),
    migrate: event(async () => atDeploy, done),
  };
  return { events, close: () => closeMembers(context) };
}

/** The event of a request as API Gateway makes it. */
async function requestEvent(
  cloud: Cloud,
  method: string,
  target: string,
  headers: HeaderField[],
  json?: unknown,
): Promise<unknown> {
  let made: unknown;
  const keep = async (event: unknown) => {
    made = event;
    return { statusCode: 200 };
  };
  const contracts = Object.values(api);
  const handlers = new Map(contracts.map(({ flow }) => [flow, keep]));
  const gateway = createGateway({ contracts, handlers, clock: systemClock, onFault: () => {} });
  const body = Buffer.from(json === undefined ? '' : JSON.stringify(json));
  const host: HeaderField = ['host', 'auth.example.com'];
  await throughEdge(gateway, cloud)({ method, target, headers: [host, ...headers], body, sourceIp: randomIp() });
  return made;
}

/** Limits count networks, /64 each. */
function randomIp(): string {
  return `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::1`;
}
