import type { Failure } from '../../lambdas/kernel/http/client.ts';
import { authorized, NoAnswerError, SignedOutError } from '../../web/lib/session/authorized.ts';
import { refusal, Tabs } from './tabs.ts';

type Answer = { ok: true } | Failure;
const dead = refusal(401, 'TOKEN_INVALID');
const fine = { ok: true } as const;

/** A route that gives these answers in turn and keeps the tokens that it was called with. */
function route(...answers: Answer[]) {
  const tokens: string[] = [];
  const send = async (bearer: string) => {
    tokens.push(bearer);
    return answers.shift() ?? fine;
  };
  return { tokens, send };
}

describe('a call on behalf of the person that the page shows', () => {
  it('is sent again once, with another token, where the first was refused', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    const { tokens, send } = route(dead);
    expect(await authorized(tab, send)).toBe(fine);
    expect([tokens, browser.calls]).toEqual([['token-1', 'token-2'], ['refresh']]);
  });

  it('is sent no third time', async () => {
    const tab = new Tabs().openSignedIn('ada');
    const { tokens, send } = route(dead, dead);
    expect(await authorized(tab, send)).toBe(dead);
    expect(tokens).toEqual(['token-1', 'token-2']);
  });

  it.each([
    refusal(401, 'INVALID_CREDENTIALS'),
    refusal(400, 'TOKEN_INVALID'),
    refusal(403, 'FORBIDDEN'),
    refusal(503, 'DEPENDENCY_UNAVAILABLE'),
  ])('is sent once where its refusal says nothing of the access token (%#)', async (answer) => {
    const { tokens, send } = route(answer);
    expect(await authorized(new Tabs().openSignedIn('ada'), send)).toBe(answer);
    expect(tokens.length).toBe(1);
  });

  it('shares one refresh with the other calls of the page', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    const routes = [route(dead), route(dead), route(dead)];
    await Promise.all(routes.map(({ send }) => authorized(tab, send)));
    expect(browser.calls).toEqual(['refresh']);
  });

  it('is sent with a fresh token where the held one is about to end, also after the clock was put ahead', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    browser.now += 40 * 60_000;
    const { tokens, send } = route();
    await authorized(tab, send);
    expect(tokens).toEqual(['token-2']);
  });

  it('waits for the first look of a page that was just loaded', async () => {
    const browser = new Tabs();
    browser.signIn('ada');
    const tab = browser.open();
    const { tokens, send } = route();
    await Promise.all([tab.open(), authorized(tab, send)]);
    expect([tokens, browser.calls]).toEqual([['token-2'], ['refresh']]);
  });

  it('is not sent where nobody is signed in, or nobody any more', async () => {
    const browser = new Tabs();
    const { tokens, send } = route();
    await expect(authorized(browser.open(), send)).rejects.toThrow(SignedOutError);
    const tab = browser.openSignedIn('ada');
    browser.end('expired');
    browser.now += 15 * 60_000;
    await expect(authorized(tab, send)).rejects.toThrow(SignedOutError);
    expect(tokens).toEqual([]);
  });

  it('is never repeated as somebody else who signed in meanwhile', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    const tokens: string[] = [];
    const change = authorized(tab, async (bearer) => {
      tokens.push(bearer);
      browser.signIn('grace');
      return dead;
    });
    await expect(change).rejects.toThrow(SignedOutError);
    expect([tokens, tab.shows()]).toEqual([['token-1'], 'grace']);
  });

  it('says what kept it from a token: the refusal, or that no answer came', async () => {
    const browser = new Tabs();
    const tab = browser.openSignedIn('ada');
    const limited = refusal(429, 'RATE_LIMITED');
    browser.next = [limited, new TypeError('fetch failed')];
    const { tokens, send } = route(dead, dead);
    expect(await authorized(tab, send)).toBe(limited);
    await expect(authorized(tab, send)).rejects.toThrow(NoAnswerError);
    expect([tokens, tab.shows()]).toEqual([['token-1', 'token-1'], 'ada']);
  });
});
