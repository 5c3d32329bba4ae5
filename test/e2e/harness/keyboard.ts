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
  key(name: string): Promise<void>;
}

/** More stops than any page has. */
const longestWay = 80;

export function keyboardOf(page: Page): Keyboard {
  const hasFocus = (control: Locator) => control.evaluate((element) => element === document.activeElement);
  const reach = async (control: Locator) => {
    await alive(control);
    for (let stops = 0; stops <= longestWay; stops += 1) {
      if (await hasFocus(control)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${control}`);
  };
  return {
    reach,
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

/** Waits until the control is there and React has taken it over: before that, what is done to it is lost. */
export async function alive(control: Locator): Promise<void> {
  await control.waitFor();
  await control.evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (Object.keys(element).some((key) => key.startsWith('__reactProps$'))) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}
