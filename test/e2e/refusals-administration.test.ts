import type { Locator, Page } from 'playwright-core';
import type { ErrorCode } from '../../lambdas/kernel/errors.ts';
import type { Person } from './harness/person.ts';
import type { Platform } from './harness/platform.ts';
import { type Refusal, refusalsOf } from './harness/refusals.ts';
import { openStage, type Scene } from './harness/scene.ts';
import { administrator } from './states/administrators.ts';

const stage = openStage({ limits: false });

/** A dead token is renewed, and an old proof is asked for anew, before anybody is told. */
const dealtWith: ReadonlySet<ErrorCode | null> = new Set([
  'AUTHENTICATION_REQUIRED',
  'TOKEN_INVALID',
  'REAUTHENTICATION_REQUIRED',
]);
const rawCode = /[A-Z]{2,}_[A-Z]{2,}/;

interface Task {
  doing: string;
  method: string;
  /** As the OpenAPI document has it. */
  path: string;
  /** Opens the dialog and leaves it ready to be sent. */
  open(person: Person): Promise<Locator>;
  /** The button that sends. */
  button: string;
}

const inDialog = (page: Page, name: string) =>
  page.getByRole('dialog', { name }).or(page.getByRole('alertdialog', { name }));

/** From the page of a user: a press on that button opens what asks. */
function ofUser(doing: string, method: string, path: string, button: string, confirm = button): Task {
  return {
    doing,
    method,
    path,
    button: confirm,
    async open({ page }) {
      await page.getByRole('tab', { name: 'Actions' }).click();
      await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
      return page.getByRole('alertdialog');
    },
  };
}

/** The same where the address is to be typed. */
function byWords(task: Task): Task {
  return {
    ...task,
    async open(person) {
      const dialog = await task.open(person);
      const label = await dialog.locator('label').textContent();
      await dialog.getByRole('textbox').fill(/“(.+)”/.exec(label ?? '')?.[1] ?? '');
      return dialog;
    },
  };
}

/** The same where a form is filled in. */
function byForm(task: Task, title: RegExp, fill: (dialog: Locator) => Promise<unknown>): Task {
  return {
    ...task,
    async open(person) {
      await task.open(person);
      const dialog = person.page.getByRole('dialog', { name: title });
      await fill(dialog);
      return dialog;
    },
  };
}

const one = '/api/v1/users/{id}';
const ofUsers: readonly Task[] = [
  ofUser('sending a link to set a password', 'POST', `${one}/password-reset`, 'Send a reset link'),
  ofUser('unlocking an account', 'POST', `${one}/unlock`, 'Unlock'),
  ofUser('ending sessions', 'DELETE', `${one}/sessions`, 'End all sessions'),
  ofUser('disabling an account', 'PATCH', one, 'Disable'),
  byWords(ofUser('deleting an account', 'DELETE', one, 'Delete the account')),
  byForm(ofUser('editing an account', 'PATCH', one, 'Edit', 'Save'), /^Edit the account/, (dialog) =>
    dialog.getByLabel('Name', { exact: true }).fill('Somebody else'),
  ),
  byForm(ofUser('giving roles', 'PUT', `${one}/roles`, 'Change roles', 'Save roles'), /^Roles of/, (dialog) =>
    dialog.getByLabel('Support').check(),
  ),
  byForm(ofUser('acting as somebody', 'POST', `${one}/act-as`, 'Act as them'), /^Act as/, (dialog) =>
    dialog.getByLabel('Reason').fill('A call'),
  ),
];

async function opened({ newPerson, platform }: Scene): Promise<{ person: Person; id: string }> {
  const id = await idOf(platform);
  const person = await newPerson();
  await administrator({ person });
  await person.open(`/admin/users?id=${id}`);
  return { person, id };
}

async function idOf(platform: Platform): Promise<string> {
  const { email, password } = await platform.account();
  const { data } = await platform.call('POST', 'auth/login', { email, password, token_delivery: 'body' });
  return String((data.user as { id: string }).id);
}

/** Refuses the next call of that kind, and no other one to the same address. */
async function refuseNext(
  { page, watch }: Person,
  { method, path }: Task,
  id: string,
  refusal: Refusal,
): Promise<void> {
  const address = path.replace('{id}', id);
  watch.expect({ path: address, status: refusal.status });
  let isLeft = true;
  await page.route(`**${address}`, (route) => {
    if (!isLeft || route.request().method() !== method) return route.fallback();
    isLeft = false;
    return refusal.answer(route);
  });
}

async function isTold(person: Person, task: Task, dialog: Locator, id: string): Promise<void> {
  const refusals = refusalsOf(task.method, task.path).filter(({ code }) => !dealtWith.has(code));
  expect(refusals.length).toBeGreaterThan(3);
  for (const refusal of refusals) {
    await refuseNext(person, task, id, refusal);
    await dialog.getByRole('button', { name: task.button, exact: true }).click();
    await dialog.locator('button[aria-busy=true]').waitFor({ state: 'detached' });
    const alert = dialog.getByRole('alert');
    await alert.waitFor();
    const said = (await alert.locator('p').allTextContents()).join(' ');
    expect({ name: refusal.name, said }).toEqual({ name: refusal.name, said: expect.stringMatching(/\w+[.?] \w+/) });
    expect(said).not.toMatch(rawCode);
    await person.page.unrouteAll();
  }
}

describe('whoever looks after the accounts of others is told what happened and what to do next', () => {
  it.each(ofUsers)(
    'after each refusal of $doing',
    stage.scene(async (scene, task) => {
      const { person, id } = await opened(scene);
      await isTold(person, task, await task.open(person), id);
    }),
  );

  it(
    'after each refusal of an invitation',
    stage.scene(async ({ newPerson }) => {
      const person = await newPerson();
      await administrator({ person });
      await person.open('/admin/users');
      await person.keyboard.press('button', 'Invite');
      const dialog = inDialog(person.page, 'Invite somebody');
      await dialog.getByLabel('E-mail address').fill('new@example.com');
      const open = async () => dialog;
      const task = { doing: 'inviting', method: 'POST', path: '/api/v1/users', button: 'Send the invitation', open };
      await isTold(person, task, dialog, '');
    }),
  );

  it(
    'after each refusal of a role that is made',
    stage.scene(async ({ newPerson }) => {
      const person = await newPerson();
      await administrator({ person });
      await person.open('/admin/roles');
      await person.keyboard.press('button', 'New role');
      const dialog = inDialog(person.page, 'New role');
      await dialog.getByLabel('Name', { exact: true }).fill('Helpdesk');
      await dialog.getByLabel('Name for apps').fill('helpdesk');
      const open = async () => dialog;
      const task = { doing: 'making a role', method: 'POST', path: '/api/v1/roles', button: 'Make the role', open };
      await isTold(person, task, dialog, '');
    }),
  );
});
