import { overReasons } from '../../lambdas/kernel/http/end-reasons.ts';
import { overReason } from '../../web/lib/session/state.ts';
import { person, refusal, Tabs } from './tabs.ts';

const minute = 60_000;
const silence = new TypeError('fetch failed');
const tokenOf = async (access: Promise<object | null>) => (await access) as { accessToken?: string } | null;
/** Lets the other tabs deal with what they heard. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a page load', () => {
  it('asks for nothing where this browser holds no session', async () => {
    const browser = new Tabs();
    const tab = browser.open();
    await tab.open();
    expect([browser.calls, tab.shows()]).toEqual([[], 'signed_out']);
    expect(await tab.access()).toBeNull();
    expect(browser.calls).toEqual([]);
  });

  it('costs one refresh, however many parts of the page ask', async () => {
    const browser = new Tabs();
    browser.signIn('ada');
    const tab = browser.open();
    await Promise.all([tab.open(), tab.open(), tab.access(), tab.access()]);
    await tab.open();
    expect([browser.calls, tab.shows()]).toEqual([['refresh'], 'ada']);
  });

  it('says why the session is over, and takes no word for it that pages do not know', async () => {
    const browser = new Tabs();
    browser.signIn('ada');
    browser.end('expired');
    const tab = browser.open();
    await tab.open();
    expect(tab.shows()).toBe('signed_out: expired');
    expect(overReasons.map(overReason)).toEqual(overReasons);
    expect(['constructor', undefined, 7, ''].map(overReason)).toEqual(Array(4).fill('unknown'));
  });

  it.each([
    ['no answer', silence],
    ['a limit', refusal(429, 'RATE_LIMITED')],
    ['a platform that is down', refusal(503, 'DEPENDENCY_UNAVAILABLE')],
    ['a firewall', refusal(403, 'FORBIDDEN')],
  ])('tells %s from a refusal, and asks again when it is wanted', async (_, answer) => {
    const browser = new Tabs();
    browser.signIn('ada');
    browser.next = [answer];
    const tab = browser.open();
    await tab.open();
    expect(tab.store.getState()).toEqual({ status: 'unreachable', failure: answer === silence ? null : answer });
    await tab.open();
    expect([tab.shows(), browser.cookie]).toEqual(['ada', 'mark-0']);
  });
});

describe('an access token', () => {
  it('serves until a minute before its end and is renewed then, before it is used', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.now += 14 * minute - 1;
    expect(await tokenOf(tab.access())).toMatchObject({ accessToken: 'token-1' });
    browser.now += 1;
    expect(await tokenOf(tab.access())).toMatchObject({ accessToken: 'token-2' });
    expect(browser.calls).toEqual(['refresh']);
  });

  it('that lives for less than two minutes is not renewed at every use', async () => {
    const browser = new Tabs();
    browser.life = 30;
    const tab = browser.openSignedIn('ada');
    browser.now += 14_000;
    await tab.access();
    expect(browser.calls).toEqual([]);
    browser.now += 1000;
    await tab.access();
    expect(browser.calls).toEqual(['refresh']);
  });

  it('that still lives serves on while the platform cannot be asked', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.next = [silence, silence];
    browser.now += 14.5 * minute;
    expect(await tokenOf(tab.access())).toMatchObject({ accessToken: 'token-1' });
    browser.now += minute;
    expect(await tab.access()).toEqual({ failure: null });
    expect(tab.shows()).toBe('ada');
    expect(await tokenOf(tab.access())).toMatchObject({ accessToken: 'token-2' });
  });

  it.each([silence, refusal(429, 'RATE_LIMITED'), refusal(503, 'DEPENDENCY_UNAVAILABLE'), refusal(500, 'INTERNAL')])(
    'that cannot be renewed (%#) leaves the person signed in, with what they typed',
    async (answer) => {
      const browser = new Tabs();
      const tab = browser.openSignedIn('ada');
      browser.next = [answer];
      browser.now += 16 * minute;
      expect(await tab.access()).toEqual({ failure: answer === silence ? null : answer });
      expect([tab.shows(), tab.told.length]).toEqual(['ada', 1]);
    },
  );
});

describe('a sign-in', () => {
  it('takes its turn with refreshes, whose refusal would take its cookies away', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.now += 15 * minute;
    const refreshed = tab.access();
    const signedIn = tab.exclusively(async () => {
      expect(tab.store.getState()).toMatchObject({ accessToken: 'token-2' });
      tab.start(browser.signIn('grace'));
    });
    await Promise.all([refreshed, signedIn]);
    expect([tab.shows(), browser.cookie]).toEqual(['grace', 'mark-1']);
  });

  it('between the look at the cookie and the refresh is refreshed in place of the older session', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.now += 15 * minute;
    browser.meanwhile = () => void browser.signIn('grace');
    await tab.access();
    expect([tab.shows(), browser.calls]).toEqual(['grace', ['refresh', 'refresh']]);
  });
});

describe('a sign-out', () => {
  it('that is not answered, or not done, changes nothing and says so', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    const down = refusal(503, 'DEPENDENCY_UNAVAILABLE');
    browser.next = [silence, down];
    expect(await tab.signOut()).toEqual({ failure: null });
    expect(await tab.signOut()).toEqual({ failure: down });
    expect([tab.shows(), tab.told.length]).toEqual(['ada', 1]);
  });

  it('of a session that is over already is done', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.next = [refusal(401, 'REFRESH_TOKEN_INVALID')];
    expect(await tab.signOut()).toBeNull();
    expect(tab.shows()).toBe('signed_out: signed_out');
  });

  it('is by the token where the cookie has gone', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.cookie = undefined;
    expect(await tab.signOut()).toBeNull();
    expect(browser.calls).toEqual(['logout by token']);
  });

  it('is not undone by a refresh that was on its way', async () => {
    const browser = new Tabs();
    const [tab, other] = [browser.openSignedIn('ada'), browser.open()];
    browser.now += 15 * minute;
    await Promise.all([tab.access(), other.open(), tab.signOut()]);
    await settled();
    expect([tab.shows(), other.shows()]).toEqual(['signed_out: signed_out', 'signed_out: signed_out']);
  });
});

describe('what was read or changed of the person', () => {
  it('is shown, and never in the place of somebody else', () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    tab.setUser({ ...person('ada'), name: 'Ada L.' });
    tab.setUser(person('grace'));
    expect(tab.shows()).toBe('Ada L.');
  });

  it('is not undone by an answer of before, which came later', () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    tab.setUser({ ...person('ada'), name: 'Ada L.', updated_at: '2026-01-02T00:00:00Z' });
    tab.setUser(person('ada'));
    expect(tab.shows()).toBe('Ada L.');
  });
});
