import type { Tokens } from '../../web/lib/api.ts';
import { authorized, SignedOutError } from '../../web/lib/session/authorized.ts';
import { person, refusal, Tabs } from './tabs.ts';

const minute = 60_000;
const asGrace: Tokens = { access_token: 'acting', token_type: 'Bearer', expires_in: 900, user: person('grace') };
const settled = () => new Promise((resolve) => setImmediate(resolve));

function acting() {
  const browser = new Tabs();
  const [tab, other] = [browser.openSignedIn('ada'), browser.open()];
  tab.actAs(asGrace);
  return { browser, tab, other };
}

describe('an administrator who acts as somebody', () => {
  it('is that person in this tab, until the token ends, and asks for no other one meanwhile', async () => {
    const { browser, tab } = acting();
    expect(tab.shows()).toBe('grace');
    expect(tab.store.getState()).toMatchObject({ actor: { name: 'ada' }, expiresAt: browser.now + 15 * minute });
    browser.now += 15 * minute - 1;
    expect(await tab.access()).toMatchObject({ accessToken: 'acting' });
    expect(browser.calls).toEqual([]);
  });

  it('is nobody else in other tabs, and tells them nothing', async () => {
    const { tab, other } = acting();
    const before = tab.told.length;
    await other.open();
    expect([tab.shows(), other.shows()]).toEqual(['grace', 'ada']);
    expect(tab.told.length).toBe(before);
  });

  it('is themselves again when the time is over; what was on its way is not sent as another person', async () => {
    const { browser, tab } = acting();
    browser.now += 15 * minute;
    await expect(authorized(tab, async () => refusal(500, 'INTERNAL'))).rejects.toThrow(SignedOutError);
    expect(tab.shows()).toBe('ada');
  });

  it('is themselves again where the platform refuses the token', async () => {
    const { tab } = acting();
    await expect(authorized(tab, async () => refusal(401, 'TOKEN_INVALID'))).rejects.toThrow(SignedOutError);
    expect(tab.shows()).toBe('ada');
  });

  it('stops when they want to: the session of the user is ended, the own one goes on', async () => {
    const { browser, tab } = acting();
    browser.calls = [];
    await tab.stopActing();
    expect(tab.shows()).toBe('ada');
    expect(browser.calls.sort()).toEqual(['end acting', 'refresh']);
    expect(tab.store.getState()).not.toHaveProperty('actor');
    browser.calls = [];
    await tab.stopActing();
    expect(browser.calls).toEqual([]);
  });

  it('goes on while they prove in another tab who they are, and ends with their own session', async () => {
    const { browser, tab, other } = acting();
    await other.open();
    const { store } = other;
    const state = store.getState();
    if (state.status !== 'signed_in') throw new Error('not signed in');
    other.start({ access_token: 'newer', token_type: 'Bearer', expires_in: 900, user: state.user });
    await settled();
    expect(tab.shows()).toBe('grace');
    await other.signOut();
    expect(tab.shows()).toBe('signed_out: signed_out');
    expect(browser.cookie).toBeUndefined();
  });
});
