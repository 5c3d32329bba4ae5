import { asAdmin } from './harness/by-api.ts';
import { isToldAndTriesAgain, typePhrase } from './harness/refused-change.ts';
import { openStage, type Scene } from './harness/scene.ts';
import { administrator } from './states/administrators.ts';

const stage = openStage();

/** The page of roles, once the role is made. */
async function openRoles({ newPerson, platform }: Scene, role: { name: string; display_name: string } | null) {
  const made = role && (await asAdmin(platform, 'POST', 'roles', { ...role, permissions: ['users:read'] }));
  const person = await newPerson();
  await administrator({ person });
  await person.open('/admin/roles');
  return { person, page: person.page, id: String(made?.id ?? '') };
}

describe('whoever makes roles is told what happened and what to do next', () => {
  it(
    'after each refusal of one that is made, and can try again',
    stage.scene(async (scene) => {
      const { person, page } = await openRoles(scene, null);
      await person.keyboard.press('button', 'New role');
      const dialog = page.getByRole('dialog', { name: 'New role' });
      await dialog.getByLabel('Name', { exact: true }).fill('Helpdesk');
      await dialog.getByLabel('Name for apps').fill('helpdesk');
      await isToldAndTriesAgain(person, { method: 'POST', path: '/api/v1/roles', button: 'Make the role', dialog });
    }),
  );

  it(
    'after each refusal of one that is changed, and can try again',
    stage.scene(async (scene) => {
      const { person, page, id } = await openRoles(scene, { name: 'night_desk', display_name: 'Night desk' });
      await person.keyboard.press('button', 'Change Night desk');
      const dialog = page.getByRole('dialog', { name: 'Change Night desk' });
      await dialog.getByLabel('Name', { exact: true }).fill('Day desk');
      const call = { method: 'PATCH', path: '/api/v1/roles/{id}', id };
      await isToldAndTriesAgain(person, { ...call, button: 'Save the role', dialog });
      await page.getByRole('columnheader', { name: 'Day desk' }).waitFor();
    }),
  );

  it(
    'after each refusal of one that is deleted, and can try again',
    stage.scene(async (scene) => {
      const { person, page, id } = await openRoles(scene, { name: 'porter', display_name: 'Porter' });
      await person.keyboard.press('button', 'Delete Porter');
      const dialog = page.getByRole('alertdialog', { name: 'Delete Porter?' });
      await typePhrase(dialog);
      const call = { method: 'DELETE', path: '/api/v1/roles/{id}', id };
      await isToldAndTriesAgain(person, { ...call, button: 'Delete the role', dialog });
      await page.getByRole('columnheader', { name: 'Porter' }).waitFor({ state: 'detached' });
    }),
  );
});
