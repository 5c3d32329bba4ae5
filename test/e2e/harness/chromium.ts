import { type Browser, chromium } from 'playwright-core';
import { program } from '../../services/server.ts';

export interface Program {
  executablePath: string;
  args: readonly string[];
}

/** Nothing of it may call home, and there is neither a display nor a user of its own in a container. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Each window would load the popup of its address bar twice, which costs more than a page of ours. The others are what
 * Playwright's own list has that matters here: Chromium heeds the last list alone.
 */
const unwanted = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** Programs of macOS are on no path. */
export const chromeOfMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

export const noBrowser =
  'No browser was found. Install Chromium (Debian: apt-get install chromium) or Google Chrome, ' +
  'or name the program in GATEHOUSE_CHROMIUM.';

/**
 * The browser of `GATEHOUSE_CHROMIUM`, else a Chromium or Chrome that is installed, else the one of
 * `@sparticuz/chromium`, which runs on Linux (x64) alone.
 *
 * @throws Error that says what to install where there is none.
 */
export async function findChromium(environment: NodeJS.ProcessEnv = process.env): Promise<Program> {
  const named = environment.GATEHOUSE_CHROMIUM;
  if (named) return { executablePath: named, args: flags };
  const installed = names.map((name) => program(name)).find(Boolean) ?? program(chromeOfMac.slice(1), ['/']);
  if (installed) return { executablePath: installed, args: flags };
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(noBrowser);
  const { default: packed } = await import('@sparticuz/chromium');
  packed.setGraphicsMode = false;
  // Without its own arguments: they switch off what keeps sites apart.
  return { executablePath: await packed.executablePath(), args: flags };
}

/** Starts it; the port is for whoever speaks the DevTools protocol beside Playwright. */
export async function launchChromium(options: { port?: number } = {}): Promise<Browser> {
  const { executablePath, args } = await findChromium();
  const debugging = options.port === undefined ? [] : [`--remote-debugging-port=${options.port}`];
  const features = `--disable-features=${unwanted.join(',')}`;
  return chromium.launch({ executablePath, args: [...args, features, ...debugging] });
}
