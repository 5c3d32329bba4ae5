import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, post, signedInBrowser } from './people.ts';

describe('mail to a person who has chosen a language', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ limits: false });
  });
  afterAll(() => at.close());

  it('is in that language, also where a stranger caused it', async () => {
    const { bearer, browser } = await signedInBrowser(at);
    const chosen = await at.call('PATCH', '/api/v1/users/me', {
      body: { locale: 'de-AT' },
      headers: { authorization: `Bearer ${bearer}` },
    });
    expect(chosen).toMatchObject({ status: 200, body: { data: { locale: 'de-AT' } } });

    at.clock.advance(61);
    await post(at, 'register', { ...ada, name: 'Eve' }, { headers: { 'accept-language': 'en' } });
    expect((await at.mailbox.last(ada.email)).subject).toBe('Sie haben bereits ein Konto bei Gatehouse');

    const parent = browser.cookies.get('__Host-refresh') ?? '';
    await browser.client.session.refresh({ body: {} });
    browser.cookies.set('__Host-refresh', parent);
    at.clock.advance(11);
    await browser.client.session.refresh({ body: {} });
    expect((await at.mailbox.last(ada.email)).subject).toBe('Wir haben eine Ihrer Sitzungen bei Gatehouse beendet');
  });
});
