import { alive } from './harness/keyboard.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage();

describe('a page that one of its scripts did not reach', () => {
  it.each([
    { path: '/sign-in', field: 'E-mail address' },
    { path: `/verify-email#token=${'a'.repeat(43)}`, field: 'The password you chose' },
  ])(
    'says so on $path, and is whole when it is loaded again',
    stage.scene(async ({ newPerson }, { path, field }) => {
      const { page, watch } = await newPerson();
      let asked = 0;
      await page.route('**/_next/static/chunks/*.js', (route) => {
        asked += 1;
        return asked === 2 ? route.abort('connectionreset') : route.continue();
      });
      watch.expect({ path: '.js', status: 'failed' });
      await page.goto(path);
      const words = page.getByText('A part of this page did not arrive.');
      await page.getByRole('alert').filter({ has: words }).waitFor();
      await page.reload();
      await alive(page.getByLabel(field, { exact: true }));
      await words.waitFor({ state: 'detached' });
    }),
  );
});
