import type { State, Visit } from './state.ts';

const scripts = '**/_next/static/chunks/*.js';

/** Follows a link to a page whose own scripts do not come. */
async function followInVain({ person, page, platform }: Visit, link: string): Promise<void> {
  const home = await (await fetch(platform.origin)).text();
  await page.route(scripts, (route) =>
    home.includes(new URL(route.request().url()).pathname) ? route.continue() : route.abort('connectionreset'),
  );
  await person.open('/');
  await person.keyboard.press('link', link);
}

export const serviceStates: readonly State[] = [
  {
    name: 'not-found',
    refused: [{ path: '/no-such-page', status: 404 }],
    reach: ({ person }) => person.open('/no-such-page'),
  },
  {
    name: 'page-incomplete',
    refused: [{ path: '.js', status: 'failed' }],
    async reach({ page }) {
      await page.route(scripts, (route) => route.abort('connectionreset'));
      await page.goto('/sign-up');
      await page.getByText('A part of this page did not arrive.').waitFor();
    },
  },
  {
    name: 'page-fault',
    refused: [
      { path: '.js', status: 'failed' },
      { path: 'ChunkLoadError', status: 'console' },
    ],
    async reach(visit) {
      await followInVain(visit, 'Sign in');
      await visit.page.getByRole('button', { name: /again/ }).waitFor();
    },
  },
  {
    name: 'local-mailbox',
    async reach({ page, platform, stranger }) {
      await platform.call('POST', 'auth/register', stranger());
      await page.goto('/_local');
      await page.getByText('Verify').first().waitFor();
    },
  },
  {
    name: 'local-mails',
    async reach({ page }) {
      await page.goto('/_local');
      await page.getByRole('link', { name: 'Every mail' }).click();
      await page.getByRole('heading', { name: 'Mails' }).waitFor();
    },
  },
  {
    name: 'local-mail',
    async reach({ page }) {
      await page.goto('/_local/mails/password_changed/de');
      await page.frameLocator('iframe').first().getByRole('heading', { name: 'Passwort' }).waitFor();
    },
  },
];
