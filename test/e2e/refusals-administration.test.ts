import type { Locator, Page } from 'playwright-core';
import { asAdmin, idOf } from './harness/by-api.ts';
import { enrolApp } from './harness/factors.ts';
import type { Account, Platform } from './harness/platform.ts';
import { isToldAndTriesAgain, openAction, typePhrase } from './harness/refused-change.ts';
import { openStage } from './harness/scene.ts';
import { administrator } from './states/administrators.ts';

const stage = openStage();

interface Task {
  doing: string;
  method: string;
  path: string;
  /** Of the account's page: opens the dialog. */
  opener: string;
  /** The button that sends. */
  button: string;
  dialogOf(page: Page): Locator;
  fill?(dialog: Locator): Promise<unknown>;
  /** Makes the account one to which it can be done. */
  prepare?(platform: Platform, account: Account, id: string): Promise<unknown>;
}

const one = '/api/v1/users/{id}';
const question = (page: Page) => page.getByRole('alertdialog');
const form = (name: RegExp) => (page: Page) => page.getByRole('dialog', { name });

/** A press on a button opens what asks, with the same words on the button that sends. */
function asked(doing: string, method: string, path: string, button: string, more: Partial<Task> = {}): Task {
  return { doing, method, path, opener: button, button, dialogOf: question, ...more };
}

const tasks: readonly Task[] = [
  asked('sending a link to set a password', 'POST', `${one}/password-reset`, 'Send a reset link'),
  asked('unlocking an account', 'POST', `${one}/unlock`, 'Unlock'),
  asked('ending sessions', 'DELETE', `${one}/sessions`, 'End all sessions'),
  asked('disabling an account', 'PATCH', one, 'Disable'),
  asked('deleting an account', 'DELETE', one, 'Delete the account', { fill: typePhrase }),
  asked('bringing an account back', 'POST', `${one}/restore`, 'Bring back', {
    prepare: (platform, _, id) => asAdmin(platform, 'DELETE', `users/${id}`),
  }),
  asked('resetting factors', 'DELETE', `${one}/mfa`, 'Reset factors', {
    fill: typePhrase,
    prepare: (platform, account) => enrolApp(platform, account),
  }),
  asked('editing an account', 'PATCH', one, 'Edit', {
    button: 'Save',
    dialogOf: form(/^Edit the account/),
    fill: (dialog) => dialog.getByLabel('Name', { exact: true }).fill('Somebody else'),
  }),
  asked('giving roles', 'PUT', `${one}/roles`, 'Change roles', {
    button: 'Save roles',
    dialogOf: form(/^Roles of/),
    fill: (dialog) => dialog.getByLabel('Support').check(),
  }),
  asked('acting as somebody', 'POST', `${one}/act-as`, 'Act as them', {
    dialogOf: form(/^Act as/),
    fill: (dialog) => dialog.getByLabel('Reason').fill('A call'),
  }),
];

describe('whoever looks after the accounts of others is told what happened and what to do next', () => {
  it.each(tasks)(
    'after each refusal of $doing, and can try again',
    stage.scene(async ({ newPerson, platform }, { method, path, opener, button, dialogOf, fill, prepare }) => {
      const account = await platform.account();
      const id = await idOf(platform, account);
      await prepare?.(platform, account, id);
      const person = await newPerson();
      await administrator({ person });
      await person.open(`/admin/users?id=${id}`);
      await openAction(person.page, opener);
      const dialog = dialogOf(person.page);
      await fill?.(dialog);
      await isToldAndTriesAgain(person, { method, path, id, button, dialog });
    }),
  );

  it(
    'after each refusal of an invitation, and can try again',
    stage.scene(async ({ newPerson }) => {
      const person = await newPerson();
      await administrator({ person });
      await person.open('/admin/users');
      await person.keyboard.press('button', 'Invite');
      const dialog = person.page.getByRole('dialog', { name: 'Invite somebody' });
      await dialog.getByLabel('E-mail address').fill('new@example.com');
      await isToldAndTriesAgain(person, {
        method: 'POST',
        path: '/api/v1/users',
        button: 'Send the invitation',
        dialog,
      });
    }),
  );
});
