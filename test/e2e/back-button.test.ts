import { chromium } from 'playwright-core';
import { findChromium } from './harness/chromium.ts';
import { newPerson } from './harness/person.ts';
import { openPlatform } from './harness/platform.ts';

/** Playwright switches the back/forward cache off, because it cannot follow a page that is not loaded. */
async function openBrowser() {
  const { executablePath, args } = await findChromium();
  return chromium.launch({ executablePath, args: [...args], ignoreDefaultArgs: ['--disable-back-forward-cache'] });
}

describe('a page that the back button brings back as it was', () => {
  let platform: Awaited<ReturnType<typeof openPlatform>>;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    [platform, browser] = await Promise.all([openPlatform(), openBrowser()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), platform.close()]);
  });

  /** Signs in, goes to a page of another kind, and comes back after `meanwhile`. */
  async function comeBack(meanwhile: (context: Awaited<ReturnType<typeof newPerson>>['context']) => Promise<void>) {
    const person = await newPerson(browser, platform.origin);
    const { page, context } = person;
    const account = await platform.account();
    await person.signIn(account);
    await page.evaluate(() => {
      window.addEventListener('pageshow', ({ persisted }) => {
        const shown = document.body.textContent ?? '';
        document.documentElement.dataset.cameBack = JSON.stringify({ persisted, shown });
      });
    });
    await page.goto(`${platform.origin}/_local`);
    await meanwhile(context);
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.documentElement.dataset.cameBack);
    const cameBack = await page.evaluate(() => document.documentElement.dataset.cameBack ?? '');
    return { page, context, account, ...(JSON.parse(cameBack) as { persisted: boolean; shown: string }) };
  }

  it('shows nothing of the account to whoever sits there after a sign-out, not even for a moment', async () => {
    const { page, context, account, persisted, shown } = await comeBack((context) => context.clearCookies());
    expect(persisted).toBe(true);
    expect(shown).not.toContain(account.email);
    await page.getByRole('heading', { name: 'You are signed out', level: 1 }).waitFor();
    await context.close();
  });

  it('is shown again where the session lives, after one refresh', async () => {
    const refreshes: number[] = [];
    const { page, context, persisted } = await comeBack(async (context) => {
      context.on('response', (response) => {
        if (response.url().endsWith('/auth/refresh')) refreshes.push(response.status());
      });
    });
    expect(persisted).toBe(true);
    await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    expect(refreshes).toEqual([200]);
    await context.close();
  });
});
