import { type Account, linkIn } from './harness/platform.ts';
import { type Refusal, refusalsOf } from './harness/refusals.ts';
import { type FilledForm, type RefusedCall, refuseEach, refuseOnce } from './harness/refused-form.ts';
import { openStage, type Scene } from './harness/scene.ts';

const stage = openStage();

interface Form extends RefusedCall {
  /** What the person is about to do. */
  doing: string;
  /** Refusals that the form's page answers by another page, looked at apart. */
  but?: (refusal: Refusal) => boolean;
  fill(scene: Scene): Promise<FilledForm>;
}

const verify = '/api/v1/auth/magic-link/verify';

async function mailed({ platform }: Scene): Promise<{ account: Account; link: string }> {
  const account = await platform.account();
  await platform.call('POST', 'auth/magic-link', { email: account.email });
  return { account, link: linkIn(await platform.lastMail(account.email)) };
}

async function openLink(scene: Scene): Promise<FilledForm> {
  const { link } = await mailed(scene);
  const person = await scene.newPerson();
  await person.open(link);
  const send = () => person.keyboard.press('button', 'Sign in');
  return { person, typed: {}, send, done: () => person.page.waitForURL('**/account') };
}

const forms: readonly Form[] = [
  {
    doing: 'asking for a link',
    path: '/api/v1/auth/magic-link',
    field: { label: 'E-mail address', name: 'email', sentence: 'Must be an e-mail address.' },
    async fill({ newPerson, platform }) {
      const { email } = await platform.account();
      const person = await newPerson();
      await person.open('/magic-link');
      const typed = { 'E-mail address': email };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'E-mail me a sign-in link');
      return { person, typed, send, done: () => person.page.getByLabel('Code from the mail').waitFor() };
    },
  },
  {
    doing: 'asking for another mail',
    path: '/api/v1/auth/magic-link',
    async fill({ newPerson, platform }) {
      const { email } = await platform.account();
      const person = await newPerson();
      await person.context.clock.install();
      await person.open('/magic-link');
      await person.fill({ 'E-mail address': email });
      await person.keyboard.press('button', 'E-mail me a sign-in link');
      await person.page.getByLabel('Code from the mail').waitFor();
      // No mail goes out sooner.
      await person.context.clock.fastForward(61_000);
      const send = () => person.keyboard.press('button', 'Send another mail');
      return { person, typed: {}, send, done: () => person.page.getByText('Asked for.').waitFor() };
    },
  },
  {
    doing: 'typing the code',
    path: verify,
    field: { label: 'Code from the mail', name: 'code', sentence: 'Must not be empty.' },
    async fill({ newPerson, platform }) {
      const { email } = await platform.account();
      const person = await newPerson();
      await person.open('/magic-link');
      await person.fill({ 'E-mail address': email });
      await person.keyboard.press('button', 'E-mail me a sign-in link');
      await person.page.getByLabel('Code from the mail').waitFor();
      const { code } = await platform.lastMail(email);
      // As the field writes it.
      const typed = { 'Code from the mail': (code ?? '').replace(/^.{4}(?!-)/, '$&-') };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Sign in');
      return { person, typed, send, done: () => person.page.waitForURL('**/account') };
    },
  },
  {
    doing: 'pressing the button of the link',
    path: verify,
    but: ({ code }) => code === 'TOKEN_INVALID',
    fill: openLink,
  },
];

describe('a person who signs in by mail is told what happened and what to do next', () => {
  it.each(forms)(
    'after each refusal of $doing, and loses nothing that was typed',
    stage.scene(async (scene, form) => {
      const { path, field, but } = form;
      const all = refusalsOf('POST', path, { fields: field && { [field.name]: field.sentence } });
      const refusals = all.filter((refusal) => !but?.(refusal));
      expect(await refuseEach(await form.fill(scene), form, refusals)).toEqual([]);
    }),
  );

  it(
    'where the link has come to its end, and can sign in another way',
    stage.scene(async (scene) => {
      const filled = await openLink(scene);
      const [refusal] = refusalsOf('POST', verify).filter(({ code }) => code === 'TOKEN_INVALID');
      if (!refusal) throw new Error(`${verify} does not answer TOKEN_INVALID`);
      await refuseOnce(filled, { path: verify }, refusal);
      const { page, keyboard } = filled.person;
      await keyboard.press('link', 'Sign in another way');
      await page.waitForURL('**/sign-in');
    }),
  );
});
