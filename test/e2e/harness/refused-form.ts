import type { Locator, Page } from 'playwright-core';
import type { Person } from './person.ts';
import type { Refusal } from './refusals.ts';

/** A form that is filled in and can be sent. */
export interface FilledForm {
  person: Person;
  /** What stands in which field, by its label. */
  typed: Readonly<Record<string, string>>;
  send(): Promise<void>;
  /** Waits for what the person sees once the call went well. */
  done(): Promise<unknown>;
}

export interface RefusedCall {
  /** The path of the call, as the OpenAPI document has it. */
  path: string;
  /** The field that a 422 names: its label, and what it is called in the body. */
  field?: { label: string; name: string; sentence: string };
}

/** What a page's own words never are: a code, or what the API says to programs. */
const rawCode = /[A-Z]{2,}_[A-Z]{2,}/;

const mostFaults = 3;

/**
 * Refuses the form's call in one way after the other and looks each time at what the person is told; then sends it
 * unrefused and unchanged. Answers what was wrong with which refusal.
 *
 * A refusal is an alert that has the focus, or the sentence of a field that has it; it says what happened and what to do
 * next; what was typed is still there.
 */
export async function refuseEach(form: FilledForm, call: RefusedCall, refusals: readonly Refusal[]): Promise<string[]> {
  const faults: string[] = [];
  for (const refusal of refusals) {
    try {
      await refuseOnce(form, call, refusal);
    } catch (error) {
      faults.push(`${refusal.name}: ${error instanceof Error ? error.message : error}`);
      // Each waits for what does not come: more than a few say nothing new.
      if (faults.length === mostFaults) return faults;
    }
  }
  await form.send();
  await form.done();
  return faults;
}

/** The same once, and sends nothing afterwards; throws what is wrong. */
export async function refuseOnce({ person, typed, send }: FilledForm, { path, field }: RefusedCall, refusal: Refusal) {
  const { page, watch } = person;
  watch.expect({ path, status: refusal.status });
  await page.route(`**${path}`, (route) => refusal.answer(route), { times: 1 });
  await send();
  if (refusal.code === 'VALIDATION_FAILED' && field) await sentenceAtField(page, field);
  else await alertWithFocus(page, refusal);
  for (const [label, value] of Object.entries(typed)) {
    const control = page.getByLabel(label, { exact: true });
    expect({ label, value: await control.inputValue() }).toEqual({ label, value });
  }
}

/** The alert of the page itself; the router has one of its own, outside of it. */
export function alertOf(page: Page): Locator {
  return page.locator('main').getByRole('alert');
}

async function alertWithFocus(page: Page, refusal: Refusal): Promise<void> {
  const alert = alertOf(page);
  // The focus was on the button: it tells this alert from the one before.
  await holdsFocus(alert);
  // What happened, and what to do next.
  const said = (await alert.locator('p, li').allTextContents()).filter((sentence) => /\w+ \w+/.test(sentence));
  expect(said.length).toBeGreaterThanOrEqual(2);
  const text = said.join(' ');
  expect(text).not.toMatch(rawCode);
  if (refusal.waits) expect(text).toContain('30 seconds');
}

async function sentenceAtField(page: Page, { label, sentence }: NonNullable<RefusedCall['field']>): Promise<void> {
  await page.getByText(sentence, { exact: true }).waitFor();
  const control = page.getByLabel(label, { exact: true });
  expect(await control.getAttribute('aria-invalid')).toBe('true');
  const described = await control.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  );
  expect(described).toContain(sentence);
  await holdsFocus(control);
}

/** Waits until the focus is on the element, within it, or on what holds it and little else. */
async function holdsFocus(place: Locator): Promise<void> {
  await place.evaluate(
    (element) =>
      new Promise<void>((resolve, reject) => {
        let looks = 0;
        const look = () => {
          const focused = document.activeElement;
          const isNear =
            focused !== null && focused !== document.body && (element.contains(focused) || focused.contains(element));
          if (isNear) return resolve();
          looks += 1;
          if (looks > 300) return reject(new Error(`the focus is on ${focused?.outerHTML.slice(0, 200)}`));
          requestAnimationFrame(look);
        };
        look();
      }),
  );
}
