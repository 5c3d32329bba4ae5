import type { Locator, Page } from 'playwright-core';

export type Role = Parameters<Page['getByRole']>[0];

/** A person who has a keyboard and nothing else: each control is reached by Tab, as its name says. */
export interface Keyboard {
  /** Into a field, found by its label; what it held is replaced. */
  type(label: string, text: string): Promise<void>;
  /** Enter on a button or a link. */
  press(role: Role, name: string): Promise<void>;
  /** Tab until it has the focus. */
  reach(control: Locator): Promise<void>;
  /** Opens the menu of that button and takes an entry of it, by the arrow keys. */
  choose(menu: string, entry: string): Promise<void>;
  key(name: string): Promise<void>;
}

/** More stops than any page has. */
const longestWay = 80;

export function keyboardOf(page: Page): Keyboard {
  const goTo = async (control: Locator, key: string) => {
    await alive(control);
    await control.evaluate(ledIntoItsDialog);
    for (let stops = 0; stops <= longestWay; stops += 1) {
      if (await control.evaluate(keepsFocus)) return;
      await page.keyboard.press(key);
    }
    throw new Error(`${key} does not reach ${control}`);
  };
  const reach = (control: Locator) => goTo(control, 'Tab');
  return {
    reach,
    async choose(menu, entry) {
      await reach(page.getByRole('button', { name: menu, exact: true }));
      await page.keyboard.press('Enter');
      await goTo(page.getByRole('menuitem', { name: entry, exact: true }), 'ArrowDown');
      await page.keyboard.press('Enter');
    },
    async type(label, text) {
      await reach(page.getByLabel(label, { exact: true }));
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    async press(role, name) {
      await reach(page.getByRole(role, { name, exact: true }));
      await page.keyboard.press('Enter');
    },
    key: (name) => page.keyboard.press(name),
  };
}

/**
 * Whether it has the focus, a frame later too. At the edges of a dialog are stops that lead back into it with the next
 * frame: nobody presses Tab twice before that.
 */
function keepsFocus(element: Element): boolean | Promise<boolean> {
  const hasFocus = () => element === document.activeElement;
  const isAtEdge = document.activeElement?.hasAttribute('data-base-ui-focus-guard') === true;
  if (!hasFocus() && !isAtEdge) return false;
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(hasFocus()))));
}

/** A dialog takes the focus some frames after it is there: nobody presses Tab before that. */
function ledIntoItsDialog(element: Element): Promise<void> | undefined {
  const dialog = element.closest('[role=dialog], [role=alertdialog]');
  if (!dialog) return;
  return new Promise((resolve) => {
    const look = (frames: number) => {
      if (frames === 0 || dialog.contains(document.activeElement)) resolve();
      else requestAnimationFrame(() => look(frames - 1));
    };
    look(60);
  });
}

/** Waits until the control is there and React has taken it over: before that, what is done to it is lost. */
export async function alive(control: Locator): Promise<void> {
  for (let looks = 0; looks < mostLooks; looks += 1) {
    await control.waitFor();
    if (await control.evaluate(isTakenOver)) return;
  }
  throw new Error(`React does not take ${control} over`);
}

const mostLooks = 100;

/** Looks for some frames, and no longer: the element may be one that React puts another in the place of. */
function isTakenOver(element: Element): Promise<boolean> {
  return new Promise((resolve) => {
    const look = (frames: number) => {
      if (Object.keys(element).some((key) => key.startsWith('__reactProps$'))) resolve(true);
      else if (frames === 0 || !element.isConnected) resolve(false);
      else requestAnimationFrame(() => look(frames - 1));
    };
    look(10);
  });
}
