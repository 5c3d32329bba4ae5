import { type Account, linkIn, type Platform } from './harness/platform.ts';
import { refusalsOf } from './harness/refusals.ts';
import { type FilledForm, type RefusedCall, refuseEach } from './harness/refused-form.ts';
import { openStage, type Scene } from './harness/scene.ts';

const stage = openStage({ limits: false });

interface Form extends RefusedCall {
  /** What the person is about to do. */
  doing: string;
  fill(scene: Scene): Promise<FilledForm>;
}

const password = 'five plain words are fine';
let people = 0;
const stranger = (): Account => {
  people += 1;
  return { email: `visitor${people}@example.com`, password, name: `Visitor ${people}` };
};

/** Somebody registered elsewhere: the link of the mail. */
async function linkOf(platform: Platform, account: Account): Promise<string> {
  await platform.call('POST', 'auth/register', account);
  return linkIn(await platform.lastMail(account.email));
}

const forms: readonly Form[] = [
  {
    doing: 'signing up',
    path: '/api/v1/auth/register',
    field: { label: 'New password', name: 'password', sentence: 'Is too common.' },
    async fill({ newPerson }) {
      const { name, email } = stranger();
      const person = await newPerson();
      await person.open('/sign-up');
      const typed = { 'Your name': name, 'E-mail address': email, 'New password': password };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Create account');
      return { person, typed, send, done: () => person.page.waitForURL('**/check-mail') };
    },
  },
  {
    doing: 'signing in',
    path: '/api/v1/auth/login',
    field: { label: 'E-mail address', name: 'email', sentence: 'Must be an e-mail address.' },
    async fill({ newPerson, platform }) {
      const account = await platform.account(stranger());
      const person = await newPerson();
      await person.open('/sign-in');
      const typed = { 'E-mail address': account.email, Password: account.password };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Sign in');
      return { person, typed, send, done: () => person.page.waitForURL('**/account') };
    },
  },
  {
    doing: 'verifying by the link in another browser',
    path: '/api/v1/auth/verify-email',
    field: { label: 'The password you chose', name: 'password', sentence: 'Must not be empty.' },
    async fill({ newPerson, platform }) {
      const person = await newPerson();
      await person.open(await linkOf(platform, stranger()));
      const typed = { 'The password you chose': password };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Verify and sign in');
      return { person, typed, send, done: () => person.page.waitForURL('**/account') };
    },
  },
  {
    doing: 'choosing a password after verifying',
    path: '/api/v1/auth/verify-email/password',
    field: { label: 'New password', name: 'password', sentence: 'Is too common.' },
    async fill({ newPerson, platform }) {
      const person = await newPerson();
      await person.open(await linkOf(platform, stranger()));
      await person.keyboard.press('button', 'Choose a new password instead');
      const typed = { 'New password': password };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Save and sign in');
      return { person, typed, send, done: () => person.page.waitForURL('**/account') };
    },
  },
  {
    doing: 'asking for another mail by the form',
    path: '/api/v1/auth/verify-email/resend',
    field: { label: 'E-mail address', name: 'email', sentence: 'Must be an e-mail address.' },
    async fill({ newPerson }) {
      const { email } = stranger();
      const person = await newPerson();
      await person.open('/check-mail');
      const typed = { 'E-mail address': email };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Send another mail');
      return { person, typed, send, done: () => person.page.getByLabel('Code from the mail').waitFor() };
    },
  },
];

describe('a person is told what happened and what to do next, and loses nothing that was typed', () => {
  it.each(forms)(
    'after each refusal of $doing',
    stage.scene(async (scene, { fill, ...call }) => {
      const fields = call.field && { [call.field.name]: call.field.sentence };
      expect(await refuseEach(await fill(scene), call, refusalsOf('POST', call.path, { fields }))).toEqual([]);
    }),
  );
});
