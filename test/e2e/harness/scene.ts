import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { newPerson, type Person, type PersonOptions } from './person.ts';
import { openPlatform, type Platform, type PlatformOptions } from './platform.ts';

export interface Scene {
  platform: Platform;
  /** Somebody with a browser of their own. */
  newPerson(options?: PersonOptions): Promise<Person>;
}

export interface Stage {
  /** The body of one test. It fails for what a page did unannounced as well, and leaves pictures of the pages. */
  scene<Args extends readonly unknown[]>(
    act: (scene: Scene, ...args: Args) => Promise<void>,
  ): (...args: Args) => Promise<void>;
}

const pictures = fileURLToPath(new URL('../../../dist/e2e', import.meta.url));

/** One platform and one browser for the tests of a file; the browser is the file's own, the platform where it has to be. */
export function openStage(options: PlatformOptions = {}): Stage {
  const held: { platform?: Platform; browser?: Browser } = {};
  beforeAll(async () => {
    [held.platform, held.browser] = await Promise.all([openPlatform(options), launchChromium()]);
  });
  afterAll(async () => {
    await Promise.all([held.browser?.close(), held.platform?.close()]);
  });
  return {
    scene:
      (act) =>
      async (...args) => {
        const { platform, browser } = held;
        if (!platform || !browser) throw new Error('the platform or the browser did not start');
        const people: Person[] = [];
        const enter = async (wanted: PersonOptions = {}) => {
          const person = await newPerson(browser, platform.origin, wanted);
          people.push(person);
          return person;
        };
        try {
          await act({ platform, newPerson: enter }, ...args);
          const complaints = people.flatMap(({ watch }) => watch.complaints());
          if (complaints.length > 0) throw new Error(`The pages complained:\n${complaints.join('\n')}`);
        } catch (error) {
          // jest prints the stack, which begins with the message as it was.
          if (error instanceof Error) error.stack = `${await photographed(people)}\n${error.stack}`;
          throw error;
        } finally {
          await Promise.all(people.map(({ context }) => context.close()));
        }
      },
  };
}

/** Pictures of every open page, and a sentence that says where they are. */
async function photographed(people: readonly Person[]): Promise<string> {
  await mkdir(pictures, { recursive: true });
  const title = (expect.getState().currentTestName ?? 'test').replace(/[^\w]+/g, '-').slice(0, 100);
  const pages = people.flatMap(({ context }) => context.pages());
  const seen = pages.map(async (page, index) => {
    const path = join(pictures, `${title}-${index + 1}.png`);
    await page.screenshot({ path }).catch(() => undefined);
    return `${page.url()} is pictured in ${path}`;
  });
  return (await Promise.all(seen)).join('\n');
}
