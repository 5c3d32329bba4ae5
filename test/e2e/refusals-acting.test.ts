import { idOf } from './harness/by-api.ts';
import type { Person } from './harness/person.ts';
import type { Account } from './harness/platform.ts';
import { refusal, refusalsOf } from './harness/refusals.ts';
import { openAction, refuseNext } from './harness/refused-change.ts';
import { openStage, type Scene } from './harness/scene.ts';
import { administrator } from './states/administrators.ts';

const stage = openStage();

const bannerOf = ({ page }: Person, { name, email }: Account) =>
  page.getByText(`Admin Example, you act as ${name} (${email}).`);

async function openUser({ newPerson, platform }: Scene): Promise<{ person: Person; account: Account }> {
  const account = await platform.account();
  const person = await newPerson();
  await administrator({ person });
  await person.open(`/admin/users?id=${await idOf(platform, account)}`);
  return { person, account };
}

/** From the page of the user. */
async function actAs(person: Person, account: Account): Promise<void> {
  const { page } = person;
  await openAction(page, 'Act as them');
  const dialog = page.getByRole('dialog', { name: /^Act as/ });
  await dialog.getByLabel('Reason').fill('A call');
  await dialog.getByRole('button', { name: 'Act as them' }).click();
  await bannerOf(person, account).waitFor();
}

describe('whoever stops acting as somebody', () => {
  it(
    'is themselves again at once, however the end of that session is refused: it ends by itself',
    stage.scene(async (scene) => {
      const { person, account } = await openUser(scene);
      const { page } = person;
      const refusals = refusalsOf('POST', '/api/v1/auth/logout');
      expect(refusals.length).toBeGreaterThan(3);
      for (const refused of refusals) {
        await actAs(person, account);
        await refuseNext(person, { method: 'POST', address: '/api/v1/auth/logout' }, refused);
        await person.keyboard.press('button', 'Stop acting');
        await bannerOf(person, account).waitFor({ state: 'detached' });
        await page.getByRole('dialog').getByText(account.email).first().waitFor();
        await page.getByRole('button', { name: 'Admin Example: account menu', includeHidden: true }).waitFor();
        await page.unrouteAll();
      }
    }),
  );

  it(
    'is nobody, and least of all that user, while nobody says whether their own session lives',
    stage.scene(async (scene) => {
      const { person, account } = await openUser(scene);
      const { page } = person;
      await actAs(person, account);
      await refuseNext(
        person,
        { method: 'POST', address: '/api/v1/auth/refresh' },
        refusal(503, 'DEPENDENCY_UNAVAILABLE'),
      );
      await person.keyboard.press('button', 'Stop acting');
      await page.getByRole('heading', { name: 'This site is not available right now' }).waitFor();
      expect(await page.locator('body').textContent()).not.toContain(account.email);
      await person.keyboard.press('button', 'Try again');
      await page.getByRole('dialog').getByText(account.email).first().waitFor();
    }),
  );
});
