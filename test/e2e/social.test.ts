import type { Page } from 'playwright-core';
import { type OpenIdProvider, openIdProvider } from '../services/openid-provider.ts';
import { axeFindings } from './harness/accessibility.ts';
import type { Platform } from './harness/platform.ts';
import { openStage } from './harness/scene.ts';

/** On another site than the platform: it is reached by its address, the platform by its name. */
let provider: OpenIdProvider;
beforeAll(async () => {
  provider = await openIdProvider();
});
afterAll(() => provider.close());

const stage = openStage({ settings: () => provider.settings });

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const button = (page: Page) => page.getByRole('button', { name: 'Continue with Corp' });

/** Signs in on the provider's own page. */
async function agree(page: Page, login: string): Promise<void> {
  await page.getByLabel('Name').fill(login);
  await page.getByRole('button', { name: 'Sign in there' }).click();
}

function serve({ origin }: Platform): void {
  provider.serve(origin);
}

describe('signing in by a provider', () => {
  it(
    'leads a newcomer to their account, and the same person to it again from where they wanted to be',
    stage.scene(async ({ newPerson, platform }) => {
      serve(platform);
      const { page, open, watch } = await newPerson();
      watch.expect({ path: provider.issuer, status: 'elsewhere' });
      await open('/sign-up');
      await button(page).click();
      await agree(page, 'ada');
      await heading(page, 'Profile').waitFor();
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ada');
      const again = await newPerson();
      again.watch.expect({ path: provider.issuer, status: 'elsewhere' });
      await again.open('/sign-in?return_to=%2Faccount%2Fsecurity');
      await button(again.page).click();
      await agree(again.page, 'ada');
      await heading(again.page, 'Security').waitFor();
      await again.page.reload();
      await heading(again.page, 'Security').waitFor();
    }),
  );

  it(
    'tells whoever called it off, once, and what else they can do',
    stage.scene(async ({ newPerson, platform }) => {
      serve(platform);
      const { page, open, watch } = await newPerson();
      watch.expect({ path: provider.issuer, status: 'elsewhere' });
      await open('/sign-in');
      await button(page).click();
      await page.getByRole('button', { name: 'Cancel' }).click();
      const told = page.getByRole('alert').filter({ hasText: 'You did not finish signing in there.' });
      await told.waitFor();
      expect(new URL(page.url()).hash).toBe('');
      expect(await axeFindings(page)).toEqual([]);
      await page.reload();
      await button(page).waitFor();
      expect(await told.count()).toBe(0);
    }),
  );
});

describe('proving by a provider who one is', () => {
  it(
    'leads back to the page that asked, which says what to do; an account that is then deleted leads to a plain sign-in',
    stage.scene(async ({ newPerson, platform }) => {
      serve(platform);
      const { page, open, watch, keyboard } = await newPerson();
      watch.expect({ path: provider.issuer, status: 'elsewhere' });
      await open('/sign-up');
      await button(page).click();
      await agree(page, 'hedy');
      await heading(page, 'Profile').waitFor();
      await open('/account/data');
      const leaveForGood = async () => {
        await keyboard.type('To confirm, type “delete my account”', 'delete my account');
        await keyboard.press('button', 'Delete my account');
      };
      // The provider did not say when it asked who they are.
      watch.expect({ path: '/users/me', status: 403 });
      await leaveForGood();
      await keyboard.press('button', 'Go to Corp');
      await agree(page, 'hedy');
      await page.waitForURL('**/account/data');
      const told = page.getByRole('alert').filter({ hasText: 'Thank you, it is you.' });
      await told.getByText('Now do once more what you wanted to do').waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await leaveForGood();
      await heading(page, 'Your account is deleted').waitFor();
      await keyboard.press('link', 'Sign in with another account');
      await page.waitForURL(`${platform.origin}/sign-in`);
    }),
  );

  it(
    'says on the page that asked why it did not work',
    stage.scene(async ({ newPerson, platform }) => {
      serve(platform);
      const { page, open, watch, keyboard } = await newPerson();
      watch.expect({ path: provider.issuer, status: 'elsewhere' });
      await open('/sign-up');
      await button(page).click();
      await agree(page, 'mary');
      await heading(page, 'Profile').waitFor();
      await open('/account/data');
      watch.expect({ path: '/users/me/export', status: 403 });
      await keyboard.press('button', 'Download my data');
      await keyboard.press('button', 'Go to Corp');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.waitForURL('**/account/data');
      await page.getByRole('alert').filter({ hasText: 'You did not finish signing in there.' }).waitFor();
      await keyboard.press('link', 'Security');
      await heading(page, 'Security').waitFor();
      expect(await page.getByRole('alert').filter({ hasText: 'You did not finish' }).count()).toBe(0);
    }),
  );
});

describe('linking an account at a provider', () => {
  it(
    'signs in by it from then on, whatever address it tells, until it is unlinked',
    stage.scene(async ({ newPerson, platform }) => {
      serve(platform);
      const person = await newPerson();
      const { page, open, watch, keyboard } = person;
      watch.expect({ path: provider.issuer, status: 'elsewhere' });
      const account = await platform.account();
      await person.enter(account);
      await open('/account/security');
      await page.getByRole('button', { name: 'Link Corp' }).click();
      await agree(page, 'grace');
      await page.getByText('Corp signs you in from now on.').waitFor();
      expect((await platform.lastMail(account.email)).text).toContain('Corp');

      const other = await newPerson();
      other.watch.expect({ path: provider.issuer, status: 'elsewhere' });
      await other.open('/sign-in');
      await button(other.page).click();
      await agree(other.page, 'grace');
      await heading(other.page, 'Profile').waitFor();
      expect(await other.page.getByText(account.email).count()).toBeGreaterThan(0);

      await keyboard.press('button', 'Unlink Corp, grace@corp.example');
      await keyboard.press('button', 'Unlink');
      await page.getByText('No account is linked.').waitFor();
      other.watch.expect({ path: '/auth/refresh', status: 401 });
      await other.page.reload();
      await other.page.waitForURL('**/signed-out?reason=factor_changed');
    }),
  );
});
