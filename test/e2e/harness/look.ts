import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { State } from '../states/state.ts';
import { axeFindings, type Looking } from './accessibility.ts';
import { type Device, devices } from './person.ts';
import type { Scene } from './scene.ts';

/** Where pictures of every state go; none are made where it is not said (`npm run screenshots`). */
const pictures = process.env.GATEHOUSE_SCREENSHOTS;

/** As narrow as a page may become before it is scrolled sideways (WCAG 2.2 1.4.10): 1280 px at 400 %. */
const narrowest = { width: 320, height: 640 };

let strangers = 0;

/**
 * What is wrong with a state in light and in dark, on a wide screen, made as small as a phone's and then as the
 * narrowest. Where pictures are wanted a phone goes there by itself: it has a finger for a pointer.
 */
export async function faultsOf({ newPerson, platform }: Scene, state: State): Promise<string[]> {
  const faults: string[] = [];
  const examine = async (page: Page, how: string, looking: Looking = {}) => {
    const findings = await axeFindings(page, { part: state.part, ...looking });
    faults.push(...findings.map((finding) => `${how}: ${finding}`));
  };
  const both: readonly Device[] = pictures === undefined ? ['desktop'] : ['desktop', 'phone'];
  for (const device of state.device ? [state.device] : both) {
    const person = await newPerson({ device });
    const { page } = person;
    for (const refused of state.refused ?? []) person.watch.expect(refused);
    await state.reach({ person, page, platform, stranger });
    await photograph(page, `${state.name}-${device}-light`);
    await examine(page, `${device}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await painted(page);
    await photograph(page, `${state.name}-${device}-dark`);
    // A scheme is other colours and nothing else (web/app/styles.css).
    await examine(page, `${device}-dark`, { coloursOnly: true });
    if (pictures !== undefined) continue;
    await page.setViewportSize(devices.phone.viewport);
    // Without a navigation it is the same column as before.
    if ((await page.locator('nav').count()) > 0) await examine(page, 'as small as a phone');
    faults.push(...(await sidewaysScrolling(page)));
  }
  return faults;
}

function stranger() {
  strangers += 1;
  const name = `Visitor ${strangers}`;
  return { name, email: `visitor${strangers}@example.com`, password: 'a sentence to get in with' };
}

/** Waits for the frame after the next one: by then every colour is of the scheme. */
function painted(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

async function photograph(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  // What lies over a page covers what is seen of it, not all of it.
  const isCovered = (await page.getByRole('dialog').or(page.getByRole('alertdialog')).count()) > 0;
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: !isCovered });
}

/** The elements that reach over the edge of the narrowest page, once what floats has found its place. */
async function sidewaysScrolling(page: Page): Promise<string[]> {
  await page.setViewportSize(narrowest);
  return page.evaluate(async () => {
    const { documentElement: root, body } = document;
    for (let frames = 0; frames < 60 && root.scrollWidth > root.clientWidth; frames += 1)
      await new Promise(requestAnimationFrame);
    if (root.scrollWidth <= root.clientWidth) return [];
    const over = [...body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1,
    );
    return over.slice(0, 3).map((element) => `scrolls sideways at 320 px: ${element.outerHTML.slice(0, 200)}`);
  });
}
