import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const person = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' };

describe('the platform in one process', () => {
  it('does the whole main job in a browser: register, verify, sign in, read, refresh, sign out', async () => {
    const { client } = at.browser();
    const asked = await client.registration.register({ body: person });
    if (!asked.ok) throw new Error(asked.code);
    const mail = await at.mailbox.last(person.email);
    const proof = { token: tokenIn(mail), request_token: asked.data.request_token };
    expect(await client.registration.verifyEmail({ body: proof })).toMatchObject({ ok: true });
    const signedIn = await client.passwordLogin.login({ body: person });
    if (!signedIn.ok) throw new Error(signedIn.code);
    const me = await client.account.getMe({ bearer: signedIn.data.access_token });
    expect(me).toMatchObject({ ok: true, data: { email: person.email, email_verified: true } });
    const refreshed = await client.session.refresh({ body: {} });
    if (!refreshed.ok) throw new Error(refreshed.code);
    expect(await client.session.logout({ body: {} })).toMatchObject({ ok: true, status: 204 });
    const dead = await client.account.getMe({ bearer: refreshed.data.access_token });
    expect(dead).toMatchObject({ ok: false, status: 401, code: 'TOKEN_INVALID' });
  });
});
