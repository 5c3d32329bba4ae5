import { alive } from './harness/keyboard.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage();
const secret = 'never-in-an-address';

describe('a page whose scripts have not come yet', () => {
  it.each(['/sign-in', '/sign-up'])(
    'puts nothing that was typed on %s into an address',
    stage.scene(async ({ newPerson }, path) => {
      const { page, watch } = await newPerson();
      await page.route('**/_next/**/*.js', (route) => route.abort('connectionfailed'));
      watch.expect({ path: '.js', status: 'failed' });
      await page.goto(path);
      const addresses: string[] = [];
      page.on('request', (request) => addresses.push(request.url()));
      await page.locator('input[type=password]').fill(secret);
      await page.locator('input[type=email]').fill('ada@example.com');
      await page.keyboard.press('Enter');
      // Whatever the browser does with the form of its own accord it has begun once it is idle.
      await page.waitForLoadState('load');
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      expect([page.url(), ...addresses].filter((address) => address.includes(secret))).toEqual([]);
    }),
  );

  it(
    'loses nothing that was typed meanwhile',
    stage.scene(async ({ newPerson, platform }) => {
      const { email, password } = await platform.account();
      const { page } = await newPerson();
      const { promise: mayCome, resolve: come } = Promise.withResolvers<void>();
      await page.route('**/_next/**/*.js', async (route) => {
        await mayCome;
        await route.continue();
      });
      await page.goto('/sign-in', { waitUntil: 'commit' });
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      come();
      await alive(page.getByLabel('E-mail address'));
      const [request] = await Promise.all([
        page.waitForRequest('**/api/v1/auth/login'),
        page.getByRole('button', { name: 'Sign in' }).click(),
      ]);
      expect(request.postDataJSON()).toMatchObject({ email, password });
    }),
  );
});
