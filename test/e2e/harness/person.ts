import type { Browser, BrowserContext, Page } from 'playwright-core';
import { alive, type Keyboard, keyboardOf } from './keyboard.ts';
import type { Account } from './platform.ts';
import { type Watch, watchContext } from './watch.ts';

export type Device = 'desktop' | 'phone';

export interface PersonOptions {
  device?: Device;
  scheme?: 'light' | 'dark';
}

export interface Person {
  context: BrowserContext;
  /** The tab in which they began. */
  page: Page;
  keyboard: Keyboard;
  watch: Watch;
  /** Goes there in the first tab, by the address bar. */
  open(path: string): Promise<void>;
  /** The page is there, and React has taken it over: before that, what is done to it is lost. */
  ready(): Promise<void>;
  /** A second tab of the same browser. */
  newTab(path: string): Promise<Page>;
  /** Signs in by the form. */
  signIn(account: Pick<Account, 'email' | 'password'>): Promise<void>;
}

export const devices = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} as const;

/** How long a state may take to come on a machine that does much else. */
const patienceMs = 15_000;

export async function newPerson(browser: Browser, origin: string, options: PersonOptions = {}): Promise<Person> {
  const { device = 'desktop', scheme = 'light' } = options;
  const context = await browser.newContext({
    ...devices[device],
    baseURL: origin,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  context.setDefaultTimeout(patienceMs);
  const watch = await watchContext(context, origin);
  const page = await context.newPage();
  const keyboard = keyboardOf(page);
  const person: Person = {
    context,
    page,
    keyboard,
    watch,
    async open(path) {
      await page.goto(path);
    },
    ready: () => alive(page.locator('main')),
    async newTab(path) {
      const tab = await context.newPage();
      await tab.goto(path);
      return tab;
    },
    async signIn({ email, password }) {
      await person.open('/sign-in');
      await keyboard.type('E-mail address', email);
      await keyboard.type('Password', password);
      await keyboard.key('Enter');
      await page.waitForURL('**/account');
    },
  };
  return person;
}
