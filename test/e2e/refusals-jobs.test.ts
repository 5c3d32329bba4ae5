import type { Page } from 'playwright-core';
import { asAdmin } from './harness/by-api.ts';
import type { Person } from './harness/person.ts';
import { refusal } from './harness/refusals.ts';
import { isToldAndTriesAgain, refusalsToldOf, saysWhatToDo, typePhrase, wordsOf } from './harness/refused-change.ts';
import { openStage, type Scene } from './harness/scene.ts';
import { administrator } from './states/administrators.ts';

const stage = openStage();

/** The administrator's page at that address. */
async function openAt({ newPerson }: Scene, path: string): Promise<{ person: Person; page: Page }> {
  const person = await newPerson();
  await administrator({ person });
  await person.open(path);
  return { person, page: person.page };
}

/** Somebody is picked in the list, and the question of a bulk action is open. */
async function askForOne(scene: Scene, button: string) {
  const { email, name } = await scene.platform.account();
  const { person, page } = await openAt(scene, `/admin/users?search=${encodeURIComponent(email)}`);
  await page.getByRole('checkbox', { name: `Pick ${name}` }).check();
  await page.getByRole('region', { name: 'Picked users' }).getByRole('button', { name: button }).click();
  return { person, page, dialog: page.getByRole('alertdialog') };
}

describe('whoever does one thing to several users is told what happened and what to do next', () => {
  it.each([
    { button: 'Disable', done: 'Those who could be disabled are.' },
    { button: 'Delete', done: 'Those who could be deleted are.', byWords: true },
  ])(
    'after each refusal of its start, and can try again: $button',
    stage.scene(async (scene, { button, done, byWords }) => {
      const { person, page, dialog } = await askForOne(scene, button);
      if (byWords) await typePhrase(dialog);
      await isToldAndTriesAgain(person, { method: 'POST', path: '/api/v1/users/bulk', button, dialog });
      await page.getByText(done).waitFor();
    }),
  );

  it(
    'when nobody says how far it is, and need not stay with it',
    stage.scene(async (scene) => {
      const { person, page, dialog } = await askForOne(scene, 'Enable');
      const lost = refusal(404, 'NOT_FOUND');
      person.watch.expect({ path: '/api/v1/jobs/', status: 404 });
      await page.route('**/api/v1/jobs/*', lost.answer);
      await dialog.getByRole('button', { name: 'Enable' }).click();
      const region = page.getByRole('region', { name: 'Picked users' });
      saysWhatToDo(lost, await wordsOf(region.getByRole('alert')));
      await region.getByRole('button', { name: 'Close' }).click();
      await region.waitFor({ state: 'detached' });
    }),
  );
});

describe('whoever takes a list along is told what happened and what to do next', () => {
  const ready = 'The file is there.';
  const saved = 'is with your downloads';

  it.each([
    { list: 'users', method: 'GET', path: '/api/v1/users/export', button: 'Download', done: saved },
    { list: 'users', method: 'POST', path: '/api/v1/users/export', button: 'Make it in the background', done: ready },
    {
      list: 'audit',
      method: 'POST',
      path: '/api/v1/audit-logs/export',
      button: 'Make it in the background',
      done: ready,
    },
  ])(
    'after each refusal of $method $path, and can try again',
    stage.scene(async (scene, { list, method, path, button, done }) => {
      const { person, page } = await openAt(scene, `/admin/${list}`);
      await person.keyboard.press('button', 'Export');
      const dialog = page.getByRole('dialog', { name: /^Export/ });
      const isThere = () => dialog.getByText(done).waitFor();
      await isToldAndTriesAgain(person, { method, path, button, dialog, done: isThere });
    }),
  );

  it(
    'after each refusal of the word how far it is, and is told when it is asked for again',
    stage.scene(async (scene) => {
      const { id } = await asAdmin(scene.platform, 'POST', 'users/export');
      const { person, page } = await openAt(scene, '/admin');
      const dialog = page.getByRole('dialog', { name: 'Export users' });
      for (const refused of refusalsToldOf('GET', '/api/v1/jobs/{id}')) {
        person.watch.expect({ path: `/api/v1/jobs/${id}`, status: refused.status });
        await page.route(`**/api/v1/jobs/${id}`, (route) => refused.answer(route));
        await page.goto(`/admin/users?export=${id}`);
        saysWhatToDo(refused, await wordsOf(dialog.getByRole('alert')));
        await page.unrouteAll();
        await dialog.getByRole('button', { name: 'Try again' }).click();
        await dialog.getByText(ready).waitFor();
      }
    }),
  );

  it(
    'after each refusal of the file, and can try again',
    stage.scene(async (scene) => {
      const { id } = await asAdmin(scene.platform, 'POST', 'users/export');
      const { person, page } = await openAt(scene, `/admin/users?export=${id}`);
      const dialog = page.getByRole('dialog', { name: 'Export users' });
      await dialog.getByText(ready).waitFor();
      await isToldAndTriesAgain(person, {
        method: 'GET',
        path: '/api/v1/jobs/{id}/result',
        id: String(id),
        button: 'Download',
        // Beside it the dialog says that the job is done.
        dialog: dialog.locator('form'),
        done: () => dialog.getByText(saved).waitFor(),
      });
    }),
  );
});
