import { openStage } from './harness/scene.ts';

const stage = openStage();
const secret = 'never-in-an-address';

/** The sign-in's form is shown once it is known that nobody is signed in: nobody can type into it before. */
describe('a page whose scripts have not come yet', () => {
  it(
    'puts nothing that was typed into an address',
    stage.scene(async ({ newPerson }) => {
      const { page, watch } = await newPerson();
      await page.route('**/_next/**/*.js', (route) => route.abort('connectionfailed'));
      watch.expect({ path: '.js', status: 'failed' });
      await page.goto('/sign-up');
      const addresses: string[] = [];
      page.on('request', (request) => addresses.push(request.url()));
      await page.getByLabel('Your name', { exact: true }).fill('Ada');
      await page.getByLabel('New password', { exact: true }).fill(secret);
      await page.getByLabel('E-mail address', { exact: true }).fill('ada@example.com');
      await page.keyboard.press('Enter');
      // Whatever the browser does with the form of its own accord it has begun once it is idle.
      await page.waitForLoadState('load');
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      expect([page.url(), ...addresses].filter((address) => address.includes(secret))).toEqual([]);
    }),
  );

  it(
    'loses nothing that was typed meanwhile',
    stage.scene(async ({ newPerson }) => {
      const { page, keyboard } = await newPerson();
      const { promise: mayCome, resolve: come } = Promise.withResolvers<void>();
      await page.route('**/_next/**/*.js', async (route) => {
        await mayCome;
        await route.continue();
      });
      await page.goto('/sign-up', { waitUntil: 'commit' });
      const body = { name: 'Ada', email: 'ada@example.com', password: secret };
      await page.getByLabel('Your name', { exact: true }).fill(body.name);
      await page.getByLabel('E-mail address', { exact: true }).fill(body.email);
      await page.getByLabel('New password', { exact: true }).fill(body.password);
      come();
      const request = page.waitForRequest('**/api/v1/auth/register');
      await keyboard.press('button', 'Create account');
      expect((await request).postDataJSON()).toMatchObject(body);
    }),
  );
});
