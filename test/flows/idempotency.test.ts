import { sql } from 'drizzle-orm';
import { roles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import type { CallAnswer } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, administrator, grace, type SignedInBrowser, signedInBrowser, signedInWith } from './people.ts';
import { auditOf, rowsOf } from './records.ts';
import { outcome } from './tokens.ts';

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

const helper = { name: 'helper', display_name: 'Helper', permissions: ['users:read'] };
function make(key: string, body: object = helper, bearer = admin.bearer): Promise<CallAnswer> {
  const headers = { authorization: `Bearer ${bearer}`, 'idempotency-key': key };
  return at.call('POST', '/api/v1/roles', { headers, body });
}
const made = async () => (await rowsOf(at, roles, sql`not is_system`)).length;
const second = () => signedInWith(at, grace, [systemRoles.admin]);

describe('an Idempotency-Key', () => {
  it('has a change made once, and answers each repeat as the first time, for a day', async () => {
    const first = await make('k1');
    expect(first.status).toBe(200);
    at.clock.advance(86_399);
    const signedIn = await admin.browser.client.passwordLogin.login({
      body: { email: admin.person.email, password: admin.person.password },
    });
    const bearer = signedIn.ok && 'access_token' in signedIn.data ? signedIn.data.access_token : '';
    const repeat = await make('k1', helper, bearer);
    expect([repeat.status, repeat.body.data, repeat.body.message]).toEqual([200, first.body.data, first.body.message]);
    expect(repeat.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect([await made(), (await auditOf(at, 'role.created')).length]).toEqual([1, 1]);
    at.clock.advance(1);
    expect(outcome(await make('k1', helper, bearer))).toBe('409 CONFLICT');
  });

  it('is refused with another body, and when it is no key', async () => {
    await make('k1');
    expect(outcome(await make('k1', { ...helper, display_name: 'Other' }))).toBe('422 VALIDATION_FAILED');
    for (const key of ['', ' ', 'x'.repeat(256), 'a b']) expect(outcome(await make(key))).toBe('422 VALIDATION_FAILED');
    expect(await made()).toBe(1);
  });

  it('keeps nothing of a refusal, which has changed nothing', async () => {
    expect(outcome(await make('k1', { ...helper, permissions: ['nothing:here'] }))).toBe('422 VALIDATION_FAILED');
    expect((await make('k1')).status).toBe(200);
    expect(outcome(await make('k2'))).toBe('409 CONFLICT');
    expect(outcome(await make('k2'))).toBe('409 CONFLICT');
    expect((await make('k2', { ...helper, name: 'second' })).status).toBe(200);
  });

  it('of another administrator is another one: each gets their own result [A116]', async () => {
    const other = await second();
    const one = await make('k1');
    const two = await make('k1', { ...helper, name: 'other' }, other.bearer);
    expect([one.body.data?.name, two.body.data?.name]).toEqual(['helper', 'other']);
    expect((await make('k1')).body.data?.name).toBe('helper');
  });

  it('answers nothing to whoever has lost the permission [A116]', async () => {
    const other = await second();
    expect((await make('k1', helper, other.bearer)).status).toBe(200);
    const [row] = await rowsOf(at, users, sql`id = ${other.userId}::uuid`);
    const taken = await at.client.roles.assignRoles({
      bearer: admin.bearer,
      params: { id: other.userId },
      ifMatch: Number(row?.version),
      body: { role_ids: [] },
    });
    expect(taken).toMatchObject({ ok: true });
    expect(outcome(await make('k1', helper, other.bearer))).toBe('403 FORBIDDEN');
  });

  it('has one effect where two come in parallel: the other one is a conflict [A116]', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => make('k1')));
    const outcomes = answers.map(outcome).sort();
    expect(outcomes).toEqual(['200', ...new Array(7).fill('409 CONFLICT')]);
    expect(await made()).toBe(1);
    expect((await make('k1')).status).toBe(200);
  });

  it('does not keep a secret: the repeat says that it was done [A116]', async () => {
    const { userId } = await signedInBrowser(at, ada);
    const headers = { authorization: `Bearer ${admin.bearer}`, 'idempotency-key': 'k1' };
    const act = () => at.call('POST', `/api/v1/users/${userId}/act-as`, { headers, body: { reason: 'ticket 4711' } });
    const kept: string[] = [];
    at.beforeStore((operation, args) => {
      if (operation === 'put') kept.push(JSON.stringify(args));
    });
    const first = await act();
    expect(first.status).toBe(200);
    expect(outcome(await act())).toBe('409 ALREADY_DONE');
    expect(kept.join()).toContain('idempotency');
    expect(kept.join()).not.toContain(String(first.body.data?.access_token));
    expect(await auditOf(at, 'act_as.started')).toHaveLength(1);
  });

  it('makes a change 503 while the store is down, since nobody knows whether it is the first', async () => {
    at.beforeStore(() => {
      throw new DependencyUnavailable('store', new Error('gone'));
    });
    expect(outcome(await make('k1'))).toBe('503 DEPENDENCY_UNAVAILABLE');
    at.beforeStore(() => undefined);
    expect(await made()).toBe(0);
    expect((await make('k1')).status).toBe(200);
  });

  it('is of no use where a user changes their own account', async () => {
    const { bearer } = await signedInBrowser(at, ada);
    const headers = { authorization: `Bearer ${bearer}`, 'idempotency-key': 'k1' };
    const rename = (name: string) => at.call('PATCH', '/api/v1/users/me', { headers, body: { name } });
    expect((await rename('One')).body.data?.name).toBe('One');
    expect((await rename('Two')).body.data?.name).toBe('Two');
  });
});
