import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { chromeOfMac, findChromium, noBrowser } from './harness/chromium.ts';

/** What a machine without a browser finds. */
async function findWithoutPath() {
  const { PATH } = process.env;
  process.env.PATH = '';
  try {
    return await findChromium({});
  } finally {
    process.env.PATH = PATH;
  }
}

describe('the browser of the journeys', () => {
  it('is the one that is named', async () => {
    expect(await findChromium({ GATEHOUSE_CHROMIUM: '/opt/browser' })).toMatchObject({
      executablePath: '/opt/browser',
    });
  });

  it('comes with npm where none is installed, or it is said what to install', async () => {
    const isPacked = process.platform === 'linux' && process.arch === 'x64';
    if (!isPacked && !existsSync(chromeOfMac)) return expect(findWithoutPath()).rejects.toThrow(noBrowser);
    const { executablePath, args } = await findWithoutPath();
    const browser = await chromium.launch({ executablePath, args: [...args] });
    const page = await browser.newPage();
    await page.goto('data:text/html,<h1>It runs</h1>');
    expect(await page.locator('h1').textContent()).toBe('It runs');
    await browser.close();
  });
});
