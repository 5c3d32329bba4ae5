import type { ErrorCode } from '../../lambdas/kernel/errors.ts';
import { asAdmin } from './harness/by-api.ts';
import { type Account, linkIn, type Platform } from './harness/platform.ts';
import { type Refusal, refusalsOf } from './harness/refusals.ts';
import { type FilledForm, type RefusedCall, refuseEach, refuseOnce } from './harness/refused-form.ts';
import { openStage, type Scene } from './harness/scene.ts';

const stage = openStage();

interface Form extends RefusedCall {
  /** What ends the form, because nothing can be mended in it. */
  endsAt?: ErrorCode;
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
    endsAt: 'TOKEN_INVALID',
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
    doing: 'verifying by the code',
    path: '/api/v1/auth/verify-email',
    field: { label: 'Code from the mail', name: 'code', sentence: 'Must not be empty.' },
    async fill({ newPerson, platform }) {
      const account = stranger();
      const person = await newPerson();
      await person.open('/sign-up');
      const { name, email } = account;
      await person.fill({ 'Your name': name, 'E-mail address': email, 'New password': password });
      await person.keyboard.press('button', 'Create account');
      await person.page.waitForURL('**/check-mail');
      const { code } = await platform.lastMail(email);
      // As the field writes it.
      const typed = { 'Code from the mail': (code ?? '').replace(/^.{4}(?!-)/, '$&-') };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Verify');
      return { person, typed, send, done: () => person.page.waitForURL('**/account') };
    },
  },
  {
    doing: 'accepting an invitation',
    endsAt: 'TOKEN_INVALID',
    path: '/api/v1/auth/accept-invitation',
    field: { label: 'New password', name: 'password', sentence: 'Is too common.' },
    async fill({ newPerson, platform }) {
      const person = await newPerson();
      const { email } = stranger();
      await asAdmin(platform, 'POST', 'users', { email });
      await person.open(linkIn(await platform.lastMail(email)));
      const typed = { 'Your name': 'Grace Hopper', 'New password': password };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Accept and sign in');
      return { person, typed, send, done: () => person.page.waitForURL('**/account') };
    },
  },
  {
    doing: 'choosing a password after verifying',
    endsAt: 'TOKEN_INVALID',
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
  {
    doing: 'asking for another mail by the button',
    path: '/api/v1/auth/verify-email/resend',
    async fill({ newPerson }) {
      const person = await newPerson();
      await person.context.clock.install();
      await person.open('/sign-up');
      const { name, email } = stranger();
      await person.fill({ 'Your name': name, 'E-mail address': email, 'New password': password });
      await person.keyboard.press('button', 'Create account');
      await person.page.waitForURL('**/check-mail');
      // No mail goes out sooner.
      await person.context.clock.fastForward(61_000);
      const send = () => person.keyboard.press('button', 'Send another mail');
      return { person, typed: {}, send, done: () => person.page.getByText('The next mail can go out in').waitFor() };
    },
  },
];

const refusalsOfForm = ({ path, field }: Form) =>
  refusalsOf('POST', path, { fields: field && { [field.name]: field.sentence } });
const doesEnd = ({ endsAt }: Form, { code }: Refusal) => code !== null && code === endsAt;

describe('a person is told what happened and what to do next', () => {
  it.each(forms)(
    'after each refusal of $doing, and loses nothing that was typed',
    stage.scene(async (scene, form) => {
      const refusals = refusalsOfForm(form).filter((refusal) => !doesEnd(form, refusal));
      expect(await refuseEach(await form.fill(scene), form, refusals)).toEqual([]);
    }),
  );

  it.each(forms.filter(({ endsAt }) => endsAt))(
    'where $doing has come to its end, and can sign in',
    stage.scene(async (scene, form) => {
      const filled = await form.fill(scene);
      const [refusal] = refusalsOfForm(form).filter((listed) => doesEnd(form, listed));
      if (!refusal) throw new Error(`${form.path} does not answer ${form.endsAt}`);
      await refuseOnce(filled, form, refusal);
      const { page } = filled.person;
      const main = page.locator('main');
      await main
        .getByRole('link', { name: 'Sign in' })
        .or(main.getByRole('button', { name: 'Sign in' }))
        .click();
      await page.waitForURL('**/sign-in');
    }),
  );
});
