import type { ErrorCode } from '../../lambdas/kernel/errors.ts';
import { type Account, linkIn } from './harness/platform.ts';
import { refusalsOf } from './harness/refusals.ts';
import { type FilledForm, type RefusedCall, refuseEach } from './harness/refused-form.ts';
import { openStage, type Scene } from './harness/scene.ts';

const stage = openStage();

interface Form extends RefusedCall {
  /** What the person is about to do. */
  doing: string;
  /** What is dealt with before anybody is told, or ends the form. */
  but?: readonly (ErrorCode | null)[];
  fill(scene: Scene): Promise<FilledForm>;
}

const newer = 'seven quiet herons on ice';
let people = 0;
const stranger = (): Account => {
  people += 1;
  return { email: `forgetful${people}@example.com`, password: 'five plain words are fine', name: `Visitor ${people}` };
};

const forms: readonly Form[] = [
  {
    doing: 'asking for the mail',
    path: '/api/v1/auth/password/forgot',
    field: { label: 'E-mail address', name: 'email', sentence: 'Must be an e-mail address.' },
    async fill({ newPerson }) {
      const person = await newPerson();
      await person.open('/forgot-password');
      const typed = { 'E-mail address': stranger().email };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Mail me a link');
      return { person, typed, send, done: () => person.page.getByLabel('Code from the mail').waitFor() };
    },
  },
  {
    doing: 'setting a password by the link',
    path: '/api/v1/auth/password/reset',
    field: { label: 'New password', name: 'password', sentence: 'Is too common.' },
    but: ['TOKEN_INVALID'],
    async fill({ newPerson, platform }) {
      const { email } = await platform.account(stranger());
      await platform.call('POST', 'auth/password/forgot', { email });
      const person = await newPerson();
      await person.open(linkIn(await platform.lastMail(email)));
      const typed = { 'New password': newer };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Set new password');
      return { person, typed, send, done: () => person.page.waitForURL('**/sign-in') };
    },
  },
  {
    doing: 'setting a password by the code',
    path: '/api/v1/auth/password/reset',
    field: { label: 'New password', name: 'password', sentence: 'Is too common.' },
    async fill({ newPerson, platform }) {
      const { email } = await platform.account(stranger());
      const person = await newPerson();
      await person.open('/forgot-password');
      await person.fill({ 'E-mail address': email });
      await person.keyboard.press('button', 'Mail me a link');
      await person.page.getByLabel('Code from the mail').waitFor();
      const { code } = await platform.lastMail(email);
      // As the field writes it.
      const typed = { 'Code from the mail': (code ?? '').replace(/^.{4}(?!-)/, '$&-'), 'New password': newer };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Set new password');
      return { person, typed, send, done: () => person.page.waitForURL('**/sign-in') };
    },
  },
  {
    doing: 'changing the password',
    path: '/api/v1/auth/password/change',
    field: { label: 'Current password', name: 'current_password', sentence: 'This is not your current password.' },
    // A dead token is renewed; who it is is asked in place.
    but: ['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID', 'REAUTHENTICATION_REQUIRED'],
    async fill({ newPerson, platform }) {
      const account = await platform.account(stranger());
      const person = await newPerson();
      await person.enter(account);
      await person.open('/account/security');
      const typed = { 'Current password': account.password, 'New password': newer };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Change password');
      return { person, typed, send, done: () => person.page.getByText('Password changed', { exact: true }).waitFor() };
    },
  },
  {
    doing: 'having a link mailed from the account',
    path: '/api/v1/auth/password/forgot',
    async fill({ newPerson, platform }) {
      const person = await newPerson();
      await person.enter(await platform.account(stranger()));
      await person.open('/account/security');
      const send = () => person.keyboard.press('button', 'Mail me a link');
      return { person, typed: {}, send, done: () => person.page.getByText('A mail is on its way').waitFor() };
    },
  },
];

describe('a person is told what happened to their password and what to do next', () => {
  it.each(forms)(
    'after each refusal of $doing, and loses nothing that was typed',
    stage.scene(async (scene, form) => {
      const fields = form.field && { [form.field.name]: form.field.sentence };
      const refusals = refusalsOf('POST', form.path, { fields }).filter(({ code }) => !form.but?.includes(code));
      expect(await refuseEach(await form.fill(scene), form, refusals)).toEqual([]);
    }),
  );
});
