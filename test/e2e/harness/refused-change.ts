/** What an administrator does, refused in each way that its route has. */
import type { Locator, Page } from 'playwright-core';
import type { ErrorCode } from '../../../lambdas/kernel/errors.ts';
import type { Person } from './person.ts';
import { type Refusal, refusalsOf } from './refusals.ts';

/** One call of a page, and where a person starts it and is told what became of it. */
export interface RefusedChange {
  method: string;
  /** As the OpenAPI document has it. */
  path: string;
  /** What stands for `{id}` in it. */
  id?: string;
  /** The button that sends. */
  button: string;
  /** The dialog, ready to be sent. */
  dialog: Locator;
  /** Waits for what is seen once it went well: the dialog is gone, where nothing is said. */
  done?(): Promise<unknown>;
}

/** A dead token is renewed, and an old proof is asked for anew, before anybody is told. */
const dealtWith: ReadonlySet<ErrorCode | null> = new Set([
  'AUTHENTICATION_REQUIRED',
  'TOKEN_INVALID',
  'REAUTHENTICATION_REQUIRED',
]);
const rawCode = /[A-Z]{2,}_[A-Z]{2,}/;

/** The refusals of a call that a signed-in person is told of. */
export function refusalsToldOf(method: string, path: string): Refusal[] {
  return refusalsOf(method, path).filter(({ code }) => !dealtWith.has(code));
}

/**
 * Refuses the change in one way after the other, from the same dialog, and looks each time at what the person is told:
 * what happened and what to do next. Then sends it unrefused.
 */
export async function isToldAndTriesAgain(person: Person, change: RefusedChange): Promise<void> {
  const { method, path, id = '', button, dialog } = change;
  const send = () => dialog.getByRole('button', { name: button, exact: true }).click();
  const refusals = refusalsToldOf(method, path);
  expect(refusals.length).toBeGreaterThan(3);
  for (const refusal of refusals) {
    await refuseNext(person, { method, address: path.replace('{id}', id) }, refusal);
    await send();
    await dialog.locator('button[aria-busy=true]').waitFor({ state: 'detached' });
    saysWhatToDo(refusal, await wordsOf(dialog.getByRole('alert')));
    await person.page.unrouteAll();
  }
  await send();
  await (change.done?.() ?? dialog.waitFor({ state: 'detached' }));
}

/** The sentences of an alert, once it is there. */
export async function wordsOf(alert: Locator): Promise<string> {
  await alert.waitFor();
  return (await alert.locator('p').allTextContents()).join(' ');
}

export function saysWhatToDo({ name }: Refusal, said: string): void {
  expect({ name, said }).toEqual({ name, said: expect.stringMatching(/\w+[.?] \w+/) });
  expect(said).not.toMatch(rawCode);
}

/** Refuses the next call of that kind, and no other one to the same address, with whatever query. */
export async function refuseNext(
  { page, watch }: Pick<Person, 'page' | 'watch'>,
  { method, address }: { method: string; address: string },
  refusal: Refusal,
): Promise<void> {
  watch.expect({ path: address, status: refusal.status });
  let isLeft = true;
  await page.route(
    ({ pathname }) => pathname === address,
    (route) => {
      if (!isLeft || route.request().method() !== method) return route.fallback();
      isLeft = false;
      return refusal.answer(route);
    },
  );
}

/** Types into a question what it says is to be typed. */
export async function typePhrase(question: Locator): Promise<void> {
  const label = await question.locator('label').textContent();
  await question.getByRole('textbox').fill(/“(.+)”/.exec(label ?? '')?.[1] ?? '');
}

/** From the actions of a user whose page is open: the press that opens what asks. */
export async function openAction(page: Page, button: string): Promise<void> {
  await page.getByRole('tab', { name: 'Actions' }).click();
  await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
}
