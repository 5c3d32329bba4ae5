import { cleanUp, preparedFolder, type RunningChild, startChild } from './child.ts';

interface Mail {
  to: string;
  subject: string;
  links: string[];
  code: string | null;
}

const person = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' };

let child: RunningChild;
beforeAll(async () => {
  child = await startChild(['--data', await preparedFolder()]);
});
afterAll(cleanUp);

const mails = async () => (await (await fetch(`${child.origin}/_local/mailbox?to=${person.email}`)).json()) as Mail[];
const pass = (seconds: number) => post('/_local/clock', { advance_seconds: seconds });
const me = (token: string) =>
  fetch(`${child.origin}/api/v1/users/me`, { headers: { Authorization: `Bearer ${token}` } });

/** A POST as a page of the platform sends it. */
async function post(path: string, body: unknown, cookies: Record<string, string> = {}) {
  const headers = {
    'Content-Type': 'application/json',
    Origin: child.origin,
    'User-Agent': 'main-job',
    Cookie: Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
    'X-CSRF-Token': cookies['__Host-csrf'] ?? '',
  };
  const answer = await fetch(`${child.origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const set = answer.headers.getSetCookie().map((line) => /^([^=]+)=([^;]*)/.exec(line)?.slice(1) as [string, string]);
  const text = await answer.text();
  return {
    status: answer.status,
    data: text === '' ? {} : ((JSON.parse(text) as { data?: Record<string, string> }).data ?? {}),
    cookies: { ...cookies, ...Object.fromEntries(set) } as Record<string, string>,
  };
}

async function signIn() {
  const { status, data, cookies } = await post('/api/v1/auth/login', person);
  expect(status).toBe(200);
  return { access: data.access_token ?? '', cookies };
}

describe('the main job over HTTP, as somebody who has never seen the code does it', () => {
  it('registers by the mailed code, signs in, refreshes, ends a stolen family, and signs out at once', async () => {
    const asked = await post('/api/v1/auth/register', person);
    expect(asked.status).toBe(202);
    const [mail] = await mails();
    expect(mail).toMatchObject({ to: person.email, links: [expect.stringContaining('/verify-email#token=')] });
    const proof = { request_token: asked.data.request_token, code: mail?.code };
    expect((await post('/api/v1/auth/verify-email', proof)).status).toBe(200);

    const first = await signIn();
    expect(await (await me(first.access)).json()).toMatchObject({
      data: { email: person.email, email_verified: true },
    });
    const refresh = (cookies: Record<string, string>) => post('/api/v1/auth/refresh', {}, cookies);
    const second = await refresh(first.cookies);
    expect(second.status).toBe(200);
    expect(second.cookies['__Host-refresh']).not.toBe(first.cookies['__Host-refresh']);
    const again = await refresh(first.cookies);
    expect([again.status, again.cookies['__Host-refresh']]).toEqual([200, second.cookies['__Host-refresh']]);

    await pass(11);
    expect((await refresh(first.cookies)).status).toBe(401);
    expect((await refresh(second.cookies)).status).toBe(401);
    expect((await me(second.data.access_token ?? '')).status).toBe(401);
    expect((await mails()).length).toBe(2);

    const third = await signIn();
    expect((await post('/api/v1/auth/logout', {}, third.cookies)).status).toBe(204);
    expect((await me(third.access)).status).toBe(401);
  });
});
