import { randomUUID } from 'node:crypto';
import { insertInto } from '../../lambdas/domain/statement.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, administrator, grace, type SignedInBrowser, signedInBrowser, signedInWith, supporter } from './people.ts';
import { login, sessionOf } from './tokens.ts';

describe('the timeline of a user', () => {
  let at: TestPlatform;
  let her: SignedInBrowser;
  let reader: SignedInBrowser;
  beforeAll(async () => {
    at = await startPlatform({ limits: false });
  });
  beforeEach(async () => {
    await at.reset();
    her = await signedInBrowser(at, ada);
    reader = await supporter(at);
  });
  afterAll(() => at.close());

  async function timeline(userId = her.userId, query = {}) {
    const options = { bearer: reader.bearer, params: { id: userId }, query };
    const answer = await reader.browser.client.administration.getTimeline(options);
    if (!answer.ok) throw new Error(answer.code);
    return answer;
  }

  it('says why they were refused, and why they were signed out', async () => {
    at.clock.advance(1);
    await login(at, { ...ada, password: 'a wrong password' });
    at.clock.advance(1);
    await her.browser.client.session.logout({ bearer: her.bearer });
    const { data } = await timeline();
    const end = data.find(({ kind }) => kind === 'session_end');
    expect(end).toMatchObject({ action: 'session.over', reason: 'signed_out', user_agent: her.browser.userAgent });
    expect(data).toContainEqual(expect.objectContaining({ action: 'session.started', outcome: 'refused' }));
    expect(data).toContainEqual(
      expect.objectContaining({ kind: 'event', action: 'session.started', outcome: 'success', session_id: end?.id }),
    );
    const times = data.map(({ created_at }) => created_at);
    expect(times).toEqual([...times].sort().reverse());
  });
  it('says that a session ran out of time, which nobody recorded', async () => {
    at.clock.advance(15 * 86_400);
    reader = { ...reader, bearer: (await signedInAgain()).bearer };
    const { data } = await timeline();
    expect(data[0]).toMatchObject({ kind: 'session_end', reason: 'expired' });
  });
  it('says of the end of a session whose it was, where an administrator acted as the user', async () => {
    const admin = await administrator(at);
    const body = { reason: 'ticket 4711' };
    const started = await at.client.administration.actAs({ bearer: admin.bearer, params: { id: her.userId }, body });
    if (!started.ok) throw new Error(started.code);
    at.clock.advance(1);
    await her.browser.client.session.logout({ bearer: started.data.access_token });
    at.clock.advance(1);
    await her.browser.client.session.logout({ bearer: her.bearer });
    const ends = async () => (await timeline()).data.filter(({ kind }) => kind === 'session_end');
    expect(await ends()).toMatchObject([
      { actor_id: null, actor_email: null, user_agent: her.browser.userAgent },
      { actor_id: admin.userId, actor_email: admin.person.email, session_id: sessionOf(started.data.access_token) },
    ]);
    const made = await at.client.roles.createRole({
      bearer: admin.bearer,
      body: { name: 'auditor', display_name: 'Auditor', permissions: ['audit:read'] },
    });
    if (!made.ok) throw new Error(made.code);
    reader = await signedInWith(at, grace, [made.data.id]);
    expect((await ends())[1]).toMatchObject({ actor_id: admin.userId, actor_email: null });
  });
  it('comes in pages that neither repeat nor miss an entry', async () => {
    await her.browser.client.session.logout({ bearer: her.bearer });
    const all = (await timeline(her.userId, { per_page: 100 })).data.map(({ kind, id }) => `${kind} ${id}`);
    const paged: string[] = [];
    for (let cursor: string | undefined, page = 0; page < all.length; page += 1) {
      const { data, pagination } = await timeline(her.userId, { per_page: 1, cursor });
      paged.push(...data.map(({ kind, id }) => `${kind} ${id}`));
      cursor = pagination.next_cursor ?? undefined;
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(2);
  });
  it('is empty, and still of somebody, where an account that is deleted has outlived its rows', async () => {
    const now = at.clock.now();
    const row = { id: randomUUID(), email: 'old@example.com', emailKey: 'old@example.com', name: 'Old', version: 1 };
    const times = { createdAt: now, updatedAt: now, deletedAt: now };
    await at.platform.database.rows(insertInto(users, { ...row, isActive: true, ...times }));
    expect((await timeline(row.id)).data).toEqual([]);
  });
  it('is of nobody where there is no such user, and read by nobody without the permission [A81]', async () => {
    await expect(timeline(randomUUID())).rejects.toThrow('NOT_FOUND');
    const other = await signedInBrowser(at, grace, at.browser());
    const path = `/api/v1/users/${her.userId}/timeline`;
    const answer = await at.call('GET', path, { headers: { authorization: `Bearer ${other.bearer}` } });
    expect(answer.body.error?.code).toBe('FORBIDDEN');
  });

  async function signedInAgain(): Promise<{ bearer: string }> {
    const { email, password } = reader.person;
    const answer = await reader.browser.client.passwordLogin.login({ body: { email, password } });
    if (!answer.ok || 'mfa_required' in answer.data) throw new Error('not signed in');
    return { bearer: answer.data.access_token };
  }
});
