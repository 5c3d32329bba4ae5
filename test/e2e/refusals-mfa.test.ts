import { codeOf, enrolApp } from './harness/factors.ts';
import { refusalsOf } from './harness/refusals.ts';
import { refuseEach, refuseOnce } from './harness/refused-form.ts';
import { openStage, type Scene } from './harness/scene.ts';

const stage = openStage({ movesTime: true });
/** Of a bearer that is dead: renewed, and the call sent again, before anybody is told. */
const deadToken: ReadonlySet<string | null> = new Set(['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID']);
let ahead = 0;

async function secondStep({ platform, newPerson }: Scene) {
  const account = await platform.account();
  const { secret } = await enrolApp(platform, account, ahead);
  ahead += 30;
  await platform.advance(30);
  const person = await newPerson();
  await person.open('/sign-in');
  await person.fill({ 'E-mail address': account.email, Password: account.password });
  await person.keyboard.key('Enter');
  const typed = { 'Code from your app': codeOf(secret, ahead) };
  await person.fill(typed);
  const send = () => person.keyboard.press('button', 'Sign in');
  return { person, typed, send, done: () => person.page.waitForURL('**/account') };
}

describe('the second step', () => {
  const path = '/api/v1/auth/mfa/verify';
  const field = { label: 'Code from your app', name: 'code', sentence: 'Must not contain control characters.' };
  const refusals = refusalsOf('POST', path, { fields: { [field.name]: field.sentence } });

  it(
    'tells after each refusal what to do next, and loses nothing that was typed',
    stage.scene(async (scene) => {
      const told = refusals.filter(({ code }) => code !== 'TOKEN_INVALID');
      expect(await refuseEach(await secondStep(scene), { path, field }, told)).toEqual([]);
    }),
  );

  it.each(refusals.filter(({ code }) => code === 'TOKEN_INVALID'))(
    'says after $name that the sign-in is over, and leads back to it',
    stage.scene(async (scene, refusal) => {
      const { person, send } = await secondStep(scene);
      const { page, watch } = person;
      watch.expect({ path, status: refusal.status });
      await page.route(`**${path}`, (route) => refusal.answer(route), { times: 1 });
      await send();
      await page.getByRole('heading', { name: 'This sign-in is over', level: 1 }).waitFor();
      await page.getByRole('link', { name: 'Sign in again' }).waitFor();
    }),
  );
});

describe('the first code of an authenticator app', () => {
  const path = '/api/v1/users/me/mfa/totp/confirm';
  const field = { label: 'Code', name: 'code', sentence: 'This code is wrong.' };
  const refusals = refusalsOf('POST', path, { fields: { [field.name]: field.sentence } });

  it.each(refusals.filter(({ code }) => code === 'VALIDATION_FAILED' || code === 'RATE_LIMITED' || code === null))(
    'tells after $name what to do next',
    stage.scene(async ({ platform, newPerson }, refusal) => {
      expect(deadToken.has(refusal.code)).toBe(false);
      const person = await newPerson();
      await person.enter(await platform.account());
      await person.open('/account/security');
      await person.keyboard.press('button', 'Set up an authenticator app');
      await person.page.getByRole('dialog').locator('code').waitFor();
      const typed = { Code: '123456' };
      await person.fill(typed);
      const { page, watch } = person;
      if (refusal.code === 'VALIDATION_FAILED') {
        const send = () => person.keyboard.press('button', 'Turn it on');
        await refuseOnce({ person, typed, send, done: async () => undefined }, { path, field }, refusal);
        return;
      }
      // The alert is in the dialog, beside the page.
      watch.expect({ path, status: refusal.status });
      await page.route(`**${path}`, (route) => refusal.answer(route), { times: 1 });
      await person.keyboard.press('button', 'Turn it on');
      await page.getByRole('dialog').getByRole('alert').waitFor();
      expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('123456');
    }),
  );
});
