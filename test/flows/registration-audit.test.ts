import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { CallAnswer } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, invitation, post, registered, verifiedUser } from './people.ts';
import { auditOf, type Row } from './records.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const page = { ip: '203.0.113.7', headers: { 'user-agent': 'Auditor/1' } };

describe('the audit of registration', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  /** The rows of what `act` did. */
  async function rowsBy(act: () => Promise<unknown>): Promise<Row[]> {
    const before = (await auditOf(at)).map(({ id }) => id);
    await act();
    return (await auditOf(at)).filter(({ id }) => !before.includes(id));
  }

  const acts: [string, () => Promise<{ act: () => Promise<CallAnswer> }>, object][] = [
    [
      'a registration, by a stranger',
      async () => ({ act: () => post(at, 'register', ada, page) }),
      { action: 'user.registered', outcome: 'success', actor_id: null, details: {} },
    ],
    [
      'another ask for the mail, by a stranger',
      async () => {
        await registered(at);
        return { act: () => post(at, 'verify-email/resend', { email: ada.email }, page) };
      },
      { action: 'verification.resent', outcome: 'success', actor_id: null, details: {} },
    ],
    [
      'a registration of an address that is taken',
      async () => {
        await verifiedUser(at);
        return { act: () => post(at, 'register', { ...ada, name: 'Eve' }, page) };
      },
      { action: 'user.registered', outcome: 'refused', actor_id: null, details: { reason: 'email_taken' } },
    ],
    [
      'the first mail that the budget refuses',
      async () => {
        await registered(at);
        for (let asked = 1; asked < 5; asked++) await post(at, 'register', ada);
        return { act: () => post(at, 'register', ada, page) };
      },
      { action: 'mail.asked', outcome: 'refused', actor_id: null, details: { reason: 'rate_limited', limit: 'mail' } },
    ],
    [
      'a wrong code',
      async () => {
        const { requestToken } = await registered(at);
        return { act: () => post(at, 'verify-email', { code: 'AAAA-AAAA', request_token: requestToken }, page) };
      },
      { action: 'verify_email.tried', outcome: 'refused', actor_id: null, details: { reason: 'wrong_code', tries: 1 } },
    ],
    [
      'a proof that kept the password',
      async () => {
        const { token, requestToken } = await registered(at);
        return { act: () => post(at, 'verify-email', { token, request_token: requestToken }, page) };
      },
      { action: 'email.verified', outcome: 'success', details: { by: 'verification', password: 'kept' } },
    ],
    [
      'a proof that dropped the password',
      async () => {
        const { token } = await registered(at);
        return { act: () => post(at, 'verify-email', { token }, page) };
      },
      { action: 'email.verified', outcome: 'success', details: { by: 'verification', password: 'required' } },
    ],
    [
      'the password that was set then',
      async () => {
        const { token } = await registered(at);
        const { body } = await post(at, 'verify-email', { token });
        const choice = { token: body.data?.token, password: ada.password };
        return { act: () => post(at, 'verify-email/password', choice, page) };
      },
      { action: 'password.set', outcome: 'success', details: {} },
    ],
    [
      'an accepted invitation',
      async () => {
        const { token } = await invitation(at, grace.email);
        return { act: () => post(at, 'accept-invitation', { token, name: 'Grace', password: grace.password }, page) };
      },
      { action: 'invitation.accepted', outcome: 'success', details: { by: 'invitation', password: 'kept' } },
    ],
  ];

  it.each(acts)('%s is one row: when, where, who and what [ASVS 16.2.1] [ASVS 16.3.1]', async (_what, prepare, row) => {
    const { act } = await prepare();
    at.clock.advance(61);
    const asked = at.clock.now().getTime();
    let requestId: unknown;
    const rows = await rowsBy(async () => {
      requestId = (await act()).headers['x-request-id'];
    });
    expect(rows).toHaveLength(1);
    const [written = {}] = rows;
    const users = await at.platform.database.rows<{ id: string }>(sql`select id from users`);
    expect(written).toMatchObject({
      user_id: users[0]?.id,
      resource: `user:${users[0]?.id}`,
      ip_address: '203.0.113.7',
      user_agent: 'Auditor/1',
      request_id: requestId,
      session_id: null,
      ...row,
    });
    expect(written.id).toMatch(uuid);
    expect(new Date(String(written.created_at)).getTime()).toBeGreaterThanOrEqual(asked - 1000);
  });

  it.each(acts)('%s: its hash is over the row and stands in the log', async (_what, prepare) => {
    const { act } = await prepare();
    at.clock.advance(61);
    const [row = {}] = await rowsBy(act);
    expect(row.hash).toBe(hashOf(row));
    const lines = at.logs.map((line) => JSON.parse(line) as Row).filter(({ audit_id }) => audit_id === row.id);
    expect(lines).toMatchObject([
      { message: 'audit', audit_digest: row.hash, action: row.action, outcome: row.outcome },
    ]);
  });

  it('who proved the mailbox is the one who acted', async () => {
    const { userId } = await verifiedUser(at);
    const [proof] = await auditOf(at, 'email.verified');
    expect(proof).toMatchObject({ user_id: userId, actor_id: userId });
  });

  it('every further mail that the budget refuses in that hour has no row of its own', async () => {
    await registered(at);
    for (let asked = 1; asked < 12; asked++) await post(at, 'register', ada);
    expect(await auditOf(at, 'mail.asked')).toHaveLength(1);
  });

  it('what concerns no account is no row: unknown addresses, unknown tokens, unreadable requests', async () => {
    const token = 'A'.repeat(43);
    const rows = await rowsBy(async () => {
      for (let asked = 0; asked < 7; asked++) await post(at, 'verify-email/resend', { email: 'nobody@example.com' });
      await post(at, 'verify-email', { token });
      await post(at, 'verify-email', { request_token: token, code: 'AAAA-AAAA' });
      await post(at, 'verify-email/password', { token, password: ada.password });
      await post(at, 'accept-invitation', { token, name: 'Eve', password: ada.password });
      await post(at, 'register', { email: 'x' });
    });
    expect(rows).toEqual([]);
  });

  it('times are UTC, in rows and in log lines [ASVS 16.2.2]', async () => {
    await registered(at);
    const [row] = await at.platform.database.rows<{ at: string }>(
      sql`select to_char(created_at, 'YYYY-MM-DD"T"HH24:MI') as at from audit_logs`,
    );
    const line = JSON.parse(at.logs.find((text) => text.includes('audit_digest')) ?? '{}') as Row;
    expect(String(line.timestamp)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(String(line.timestamp).slice(0, 13)).toBe(row?.at.slice(0, 13));
  });
});

/** SHA-256 over what the database holds, as canonical JSON (RFC 8785), with the commitment in place of what is personal. */
function hashOf(row: Row): string {
  const details = row.details as Row;
  const personal = {
    details: Object.fromEntries(
      Object.keys(details)
        .sort()
        .map((key) => [key, details[key]]),
    ),
    ipAddress: row.ip_address,
    salt: row.salt,
    userAgent: row.user_agent,
  };
  const held = {
    action: row.action,
    actorId: row.actor_id,
    commitment: digest(personal),
    createdAt: new Date(String(row.created_at)).toISOString(),
    id: row.id,
    outcome: row.outcome,
    requestId: row.request_id,
    resource: row.resource,
    sessionId: row.session_id,
    userId: row.user_id,
  };
  return digest(held);
}

function digest(held: Row): string {
  return createHash('sha256').update(JSON.stringify(held)).digest('base64url');
}
