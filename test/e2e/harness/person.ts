import type { Browser, BrowserContext, Page } from 'playwright-core';
import { alive, type Keyboard, keyboardOf } from './keyboard.ts';
import type { Account } from './platform.ts';
import { type Watch, watchContext } from './watch.ts';

export type Device = 'desktop' | 'phone';

type Credentials = Pick<Account, 'email' | 'password'>;

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
  /** Goes there in the first tab, by the address bar, and waits until the page lives. */
  open(path: string): Promise<void>;
  /** A second tab of the same browser. */
  newTab(path: string): Promise<Page>;
  /** Puts text into fields of the first tab, by their labels, as a password manager does. */
  fill(typed: Readonly<Record<string, string>>): Promise<void>;
  /** Signs in by the form and sees their profile. */
  signIn(account: Credentials): Promise<void>;
  /** Is signed in without the form, which is half of the work of a test about something else; no page is opened. */
  enter(account: Credentials): Promise<void>;
  /** The same, and sees their profile. */
  enterProfile(account: Credentials): Promise<void>;
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
  const seesProfile = () => page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
  const person: Person = {
    context,
    page,
    keyboard,
    watch,
    async open(path) {
      await page.goto(path);
      await ready(page);
    },
    async newTab(path) {
      const tab = await context.newPage();
      await tab.goto(path);
      await ready(tab);
      return tab;
    },
    async fill(typed) {
      for (const [label, text] of Object.entries(typed)) {
        const field = page.getByLabel(label, { exact: true });
        await alive(field);
        await field.fill(text);
      }
    },
    async signIn({ email, password }) {
      await person.open('/sign-in');
      await person.fill({ 'E-mail address': email, Password: password });
      await keyboard.key('Enter');
      await seesProfile();
    },
    async enter({ email, password }) {
      const data = { email, password };
      const answer = await context.request.post('/api/v1/auth/login', { data, headers: { origin } });
      if (!answer.ok()) throw new Error(`login: ${answer.status()} ${await answer.text()}`);
    },
    async enterProfile(account) {
      await person.enter(account);
      await person.open('/account');
      await seesProfile();
    },
  };
  return person;
}

function ready(page: Page): Promise<void> {
  return alive(page.locator('main').first());
}
