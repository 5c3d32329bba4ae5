import { sql } from 'drizzle-orm';
import { ada, grace, invitation } from '../flows/people.ts';
import { everyRow } from '../flows/records.ts';
import type { Browser } from '../platform/browser.ts';
import type { CallAnswer } from '../platform/call.ts';
import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';

/** One life of an account: every route of registration, sign-in and profile, right and wrong. */
interface Life {
  /** What only its owner or their browser may hold, by what it is. */
  secrets: Map<string, string>;
  answers: CallAnswer[];
  /** What went to the store. */
  stored: string[];
  /** The database before any mail was sent, and at the end. */
  rows: string[];
}

async function live(at: TestPlatform): Promise<Life> {
  const life: Life = { secrets: new Map(), answers: [], stored: [], rows: [] };
  at.beforeStore((operation, args) => void life.stored.push(JSON.stringify([operation, args])));
  const browser = at.browser();
  const send = sender(at, browser, life);
  const keep = (what: string, secret: unknown) => life.secrets.set(what, String(secret));
  for (const [what, person] of Object.entries({ ada, grace })) keep(`password of ${what}`, person.password);

  const nudge = import.meta.jest.spyOn(at.platform.queue, 'nudge').mockResolvedValue(undefined);
  const asked = await send('auth/register', ada);
  life.rows.push(JSON.stringify(await everyRow(at)));
  nudge.mockRestore();
  await at.outbox.sweep();
  keep('request token', asked.body.data?.request_token);
  const mail = await at.mailbox.last(ada.email);
  keep('mailed token', tokenIn(mail));
  keep('mailed code', mail.code);
  keep('mailed code as it is shown', `${mail.code?.slice(0, 4)}-${mail.code?.slice(4)}`);
  await send('auth/verify-email', { code: 'AAAA-AAAA', request_token: asked.body.data?.request_token });
  await send('auth/register', {
    ...ada,
    password: keep('refused password', 'gatehouse secret').get('refused password'),
  });
  await send('auth/login', { ...ada, password: keep('wrong password', 'a wrong guess at it').get('wrong password') });
  const verified = await send('auth/verify-email', { token: tokenIn(mail), password: 'not what was chosen' });
  keep('password that was not chosen', 'not what was chosen');
  keep('token that sets the password', verified.body.data?.token);
  await send('auth/verify-email/password', { token: verified.body.data?.token, password: ada.password });
  await send('auth/verify-email', { token: tokenIn(mail) });
  const invited = await invitation(at, grace.email);
  keep('invitation', invited.token);
  await send('auth/accept-invitation', { token: invited.token, name: 'Grace', password: grace.password });
  await signIn(at, browser, send, keep);
  life.rows.push(JSON.stringify(await everyRow(at)));
  return life;
}

type Send = (path: string, body: object, method?: string, headers?: Record<string, string>) => Promise<CallAnswer>;

function sender(at: TestPlatform, browser: Browser, life: Life): Send {
  return async (path, body, method = 'POST', headers = {}) => {
    const answer = await browser.call(method, `/api/v1/${path}`, { body, headers });
    await at.settled();
    life.answers.push(answer);
    return answer;
  };
}

async function signIn(
  at: TestPlatform,
  browser: Browser,
  send: Send,
  keep: (what: string, secret: unknown) => unknown,
) {
  const { email, password } = ada;
  const signedIn = await send('auth/login', { email, password });
  keep('access token', signedIn.body.data?.access_token);
  for (const [name, value] of Object.entries(browser.cookies.all())) keep(`cookie ${name}`, value);
  const headers = { authorization: `Bearer ${signedIn.body.data?.access_token}` };
  await send('users/me', { name: 'Countess' }, 'PATCH', headers);
  await send('users/me', { name: '' }, 'PATCH', headers);
  await send('auth/refresh', {});
  keep('rotated cookie', browser.cookies.get('__Host-refresh'));
  await breakDatabase(at, () => send('auth/register', { ...ada, email: 'broken@example.com' }));
  await send('auth/logout', {});
}

/** Lets one request fail inside the database, so that its error bears statement and values. */
async function breakDatabase(at: TestPlatform, request: () => Promise<CallAnswer>): Promise<void> {
  await at.platform.database.rows(sql`alter table one_time_tokens rename to elsewhere`);
  const answer = await request();
  await at.platform.database.rows(sql`alter table elsewhere rename to one_time_tokens`);
  if (answer.status !== 500) throw new Error(`the broken database answered ${answer.status}`);
}

/** Every key and every text of a JSON value. */
function parts(value: unknown): { keys: string[]; texts: string[] } {
  if (typeof value === 'string') return { keys: [], texts: [value] };
  if (typeof value !== 'object' || value === null) return { keys: [], texts: [] };
  const inner = Object.values(value).map(parts);
  return {
    keys: [...(Array.isArray(value) ? [] : Object.keys(value)), ...inner.flatMap(({ keys }) => keys)],
    texts: inner.flatMap(({ texts }) => texts),
  };
}

describe('secrets of one account’s life, from registration to signing out', () => {
  let at: TestPlatform;
  let life: Life;
  beforeAll(async () => {
    at = await startPlatform();
    life = await live(at);
  });
  afterAll(() => at.close());

  /** Which of the secrets stand in a text. */
  const foundIn = (text: string) =>
    [...life.secrets].flatMap(([what, secret]) => (text.includes(secret) ? [what] : []));

  it('is a life in which everything happened', () => {
    expect(life.answers.map(({ status }) => status)).toEqual([
      202, 400, 422, 401, 200, 200, 400, 200, 200, 200, 422, 200, 500, 204,
    ]);
    for (const [what, secret] of life.secrets) expect([what, secret.length]).toEqual([what, expect.any(Number)]);
    for (const secret of life.secrets.values()) expect(secret).toMatch(/^.{8,}$/);
    expect(life.secrets.size).toBeGreaterThanOrEqual(16);
  });

  it('the log has none of them, not even of a request that failed inside the database [A93] [ASVS 16.2.5]', () => {
    expect(at.logs.length).toBeGreaterThan(life.answers.length);
    expect(at.logs.some((line) => line.includes('unexpected error'))).toBe(true);
    expect(foundIn(at.logs.join('\n'))).toEqual([]);
    expect(at.logs.filter((line) => /insert into|select |\$gh1\$|\$2b\$/i.test(line))).toEqual([]);
  });

  it('the database has none of them in the clear: not in audit rows, nor in a mail that still waits [A93] [ASVS 16.2.5]', () => {
    expect(life.rows).toHaveLength(2);
    expect(life.rows[0]).toContain('"sealed":"');
    expect(life.rows[1]).toContain('user.updated');
    for (const rows of life.rows) expect(foundIn(rows)).toEqual([]);
  });

  it('the store has none of them, nor the address that it counts for [A93]', () => {
    expect(life.stored.some((call) => call.includes('increment'))).toBe(true);
    expect(foundIn(life.stored.join('\n'))).toEqual([]);
    expect(life.stored.filter((call) => call.includes(ada.email))).toEqual([]);
  });

  it('no refusal repeats what was sent, names a statement, a file or a library [A93] [ASVS 16.5.1]', () => {
    const refusals = life.answers.filter(({ status }) => status >= 400);
    for (const { text, body } of refusals) {
      expect(foundIn(text)).toEqual([]);
      expect(text).not.toMatch(/select|insert|postgres|pglite|drizzle|zod|node_modules|\.ts\b|\bat \S+:\d/i);
      expect(Object.keys(body)).toEqual(['success', 'error', 'metadata']);
    }
  });

  it('no answer has a hash, a stored secret or a key of an inner column [A99]', async () => {
    const held = parts(JSON.parse(life.rows[1] ?? '{}')).texts.filter((text) => /^[\w-]{43}$|^\$gh1\$/.test(text));
    expect(held.length).toBeGreaterThan(5);
    for (const { body, text } of life.answers) {
      const { keys } = parts(body);
      expect(
        keys.filter((key) => /hash|secret|pepper|pending|code|_key$|deleted|recovery/.test(key) && key !== 'code'),
      ).toEqual([]);
      expect(held.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });

  it('a token is in the answer that gives it and in no other; the refresh token in a cookie alone [A99]', () => {
    const places = (what: string) =>
      life.answers.filter(({ text }) => text.includes(life.secrets.get(what) ?? '?')).length;
    const expected = {
      'request token': 1,
      'token that sets the password': 1,
      'access token': 1,
      'mailed token': 0,
      'mailed code': 0,
      invitation: 0,
      'cookie __Host-refresh': 0,
      'cookie __Host-csrf': 0,
      'cookie __Host-device': 0,
      'rotated cookie': 0,
    };
    expect(Object.fromEntries(Object.keys(expected).map((what) => [what, places(what)]))).toEqual(expected);
  });
});
