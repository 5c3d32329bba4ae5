import type { Page } from 'playwright-core';
import type { Device, Person } from '../harness/person.ts';
import { type Account, linkIn, type Platform } from '../harness/platform.ts';
import type { Announcement } from '../harness/watch.ts';

/** What a page can look like: everything that somebody may see is one of these. */
export interface State {
  /** The name of its pictures. */
  name: string;
  /** Where it exists on one kind of screen alone. */
  device?: Device;
  /** What opens over a page; that page itself, which is large, is another state. */
  part?: string;
  /** What the platform is made to answer on the way, or does. */
  refused?: readonly Announcement[];
  /** Brings the person's first tab there and waits until it is. */
  reach(visit: Visit): Promise<unknown>;
}

export interface Visit {
  person: Person;
  page: Page;
  platform: Platform;
  /** Somebody who has no account yet. */
  stranger(): Account;
}

export const password = 'a sentence to get in with';

/** Calls of that path are never answered: what waits for them goes on waiting. */
export async function hold({ page }: Visit, path: string): Promise<void> {
  await page.route(`**${path}`, () => undefined);
}

/** Somebody registers without a browser; the link that was mailed. */
export async function linkFor({ platform }: Visit, account: Account): Promise<string> {
  await platform.call('POST', 'auth/register', account);
  return linkIn(await platform.lastMail(account.email));
}

/** The sign-up, by the form, up to the page that waits for the mail. */
export async function signUp({ person, page }: Visit, account: Account): Promise<void> {
  await person.open('/sign-up');
  const { name, email } = account;
  await person.fill({ 'Your name': name, 'E-mail address': email, 'New password': account.password });
  await person.keyboard.press('button', 'Create account');
  await page.getByLabel('Code from the mail', { exact: true }).waitFor();
}

/** Somebody new is signed in; no page is open yet. */
export async function enter({ person, platform }: Visit, account: Partial<Account> = {}): Promise<Account> {
  const made = await platform.account(account);
  await person.enter(made);
  return made;
}

/** The same, and sees their profile. */
export async function enterProfile({ person, platform }: Visit, account: Partial<Account> = {}): Promise<Account> {
  const made = await platform.account(account);
  await person.enterProfile(made);
  return made;
}
