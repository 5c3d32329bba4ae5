import type { Locator } from 'playwright-core';
import { openStage } from './harness/scene.ts';

const stage = openStage();

/** Whether the last character of a text stands left of its first one. */
function runsLeft(place: Locator): Promise<boolean> {
  return place.evaluate((element) => {
    const text = element.firstChild;
    if (!text) throw new Error('there is no text');
    const leftOf = (at: number) => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    };
    return leftOf((text.textContent ?? '').length - 1) < leftOf(0);
  });
}

it(
  'a name that is written from right to left is shown in its own order, its full stop at its end',
  stage.scene(async ({ newPerson, platform }) => {
    const name = 'مرحبا (بك).';
    const person = await newPerson();
    const { page } = person;
    await person.enterProfile(await platform.account({ name }));
    const field = page.getByLabel('Name', { exact: true });
    expect(await field.evaluate((input) => getComputedStyle(input).direction)).toBe('rtl');
    const button = page.getByRole('button', { name: `${name}: account menu` });
    expect(await runsLeft(button.getByText(name))).toBe(true);
    expect(await runsLeft(page.getByRole('main').getByText(name))).toBe(true);
    await button.click();
    expect(await runsLeft(page.getByRole('menu').getByText(name))).toBe(true);
    await person.open('/');
    expect(await runsLeft(page.getByRole('main').getByText(name))).toBe(true);
  }),
);
