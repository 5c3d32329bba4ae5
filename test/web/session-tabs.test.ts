import { refusal, Tabs } from './tabs.ts';

const minute = 60_000;
const silence = new TypeError('fetch failed');
/** Lets the other tabs deal with what they heard. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('two tabs', () => {
  it('refresh in turns, and both live', async () => {
    const browser = new Tabs();
    browser.signIn('ada');
    const [one, other] = [browser.open(), browser.open()];
    await Promise.all([one.open(), other.open()]);
    expect([one.shows(), other.shows(), browser.calls]).toEqual(['ada', 'ada', ['refresh', 'refresh']]);
    expect(browser.mostAtOnce).toBe(1);
  });

  it('are signed out together, by the person or by a refusal', async () => {
    const browser = new Tabs();
    const [one, other] = [browser.openSignedIn('ada'), browser.open()];
    await other.open();
    expect(await one.signOut()).toBeNull();
    expect([one.shows(), other.shows()]).toEqual(['signed_out: signed_out', 'signed_out: signed_out']);

    one.start(browser.signIn('ada'));
    await settled();
    expect(other.shows()).toBe('ada');
    browser.end('user_disabled');
    browser.now += 15 * minute;
    expect(await other.access()).toBeNull();
    expect([one.shows(), other.shows()]).toEqual(['signed_out: user_disabled', 'signed_out: user_disabled']);
  });

  it('are signed out together where a call of one of them ended the session, and nothing more is asked', async () => {
    const browser = new Tabs();
    const [one, other] = [browser.openSignedIn('ada'), browser.open()];
    await other.open();
    browser.calls = [];
    browser.cookie = undefined;
    one.ended('user_deleted');
    expect([one.shows(), other.shows()]).toEqual(['signed_out: user_deleted', 'signed_out: user_deleted']);
    expect(browser.calls).toEqual([]);
  });

  it('are signed in together, as another person too, whom nobody sees before', async () => {
    const browser = new Tabs();
    const [one, other, idle] = [browser.openSignedIn('ada'), browser.open(), browser.open()];
    await other.open();
    browser.calls = [];
    one.start(browser.signIn('grace'));
    expect(other.shows()).toBe('unknown');
    await settled();
    expect([other.shows(), idle.shows(), browser.calls]).toEqual(['grace', 'unknown', ['refresh']]);
  });

  it('of one session do not answer each other for ever', async () => {
    const browser = new Tabs();
    const [one, other] = [browser.openSignedIn('ada'), browser.open()];
    await other.open();
    browser.calls = [];
    browser.next = [refusal(403, 'CSRF_FAILED')];
    browser.now += 15 * minute;
    await one.access();
    await settled();
    expect([one.shows(), other.shows(), browser.calls]).toEqual([
      'signed_out: unknown',
      'signed_out: unknown',
      ['refresh'],
    ]);
  });

  it('take no notice of the end of a session that this browser has left', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    tab.hear({ type: 'signed_out', reason: 'signed_in_again', mark: 'of an older session' });
    expect(tab.shows()).toBe('ada');
  });
});

describe('a tab that comes to the front', () => {
  it('asks for nothing while the cookie is that of its session', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    tab.look();
    await settled();
    expect([tab.shows(), browser.calls]).toEqual(['ada', []]);
  });

  it('shows nothing of a session whose cookie has gone while it was asleep', async () => {
    const browser = new Tabs();
    const [tab, other] = [browser.openSignedIn('ada'), browser.open()];
    await other.open();
    tab.isAsleep = true;
    await other.signOut();
    expect(tab.shows()).toBe('ada');
    tab.look();
    expect(tab.shows()).toBe('signed_out: unknown');
  });

  it('hides one person at once where the cookie is another person’s, and shows that one', async () => {
    const browser = new Tabs();
    const [tab, other] = [browser.openSignedIn('ada'), browser.open()];
    tab.isAsleep = true;
    other.start(browser.signIn('grace'));
    tab.look();
    expect(tab.shows()).toBe('unknown');
    await settled();
    expect(tab.shows()).toBe('grace');
  });

  it('sees a sign-in that it slept through, and a platform that is back', async () => {
    const browser = new Tabs();
    const [tab, other] = [browser.open(), browser.open()];
    await tab.open();
    tab.isAsleep = true;
    browser.next = [silence];
    other.start(browser.signIn('ada'));
    tab.look();
    await settled();
    expect(tab.shows()).toBe('signed_out');
    tab.look();
    await settled();
    expect(tab.shows()).toBe('ada');
  });
});

describe('a page that the back button brings back', () => {
  it('shows nothing of a session that is over', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.end('ended_elsewhere');
    tab.restored();
    expect(tab.shows()).toBe('unknown');
    await settled();
    expect(tab.shows()).toBe('signed_out: ended_elsewhere');
  });

  it('shows it at once where the cookie has gone', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.cookie = undefined;
    tab.restored();
    expect([tab.shows(), browser.calls]).toEqual(['signed_out: unknown', []]);
  });

  it('comes back as it was where the session lives, and says so where nobody can tell', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.next = [silence];
    tab.restored();
    await settled();
    expect(tab.shows()).toBe('unreachable');
    tab.restored();
    await settled();
    expect(tab.shows()).toBe('ada');
  });
});
