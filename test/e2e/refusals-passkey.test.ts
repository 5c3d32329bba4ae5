import { virtualAuthenticator } from './harness/authenticator.ts';
import type { Person } from './harness/person.ts';
import type { Platform } from './harness/platform.ts';
import { refusalsOf } from './harness/refusals.ts';
import { refuseEach } from './harness/refused-form.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage();

/** Somebody with a passkey, whose browser suggests none by itself. */
async function withPasskey(person: Person, platform: Platform): Promise<void> {
  const { page, keyboard } = person;
  await page.addInitScript(() => {
    window.PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await virtualAuthenticator(page);
  await person.enter(await platform.account());
  await person.open('/account/passkeys');
  await keyboard.press('button', 'Add a passkey');
  await keyboard.press('button', 'Go on');
  await page.getByRole('rowheader', { name: 'Passkey' }).waitFor();
}

describe.each(['/api/v1/auth/webauthn/login/options', '/api/v1/auth/webauthn/login/verify'])(
  'signing in by passkey',
  (path) => {
    it(
      `tells after each refusal of ${path} what to do next`,
      stage.scene(async ({ newPerson, platform }) => {
        const person = await newPerson();
        await withPasskey(person, platform);
        await person.context.clearCookies();
        await person.open('/sign-in');
        const send = () => person.keyboard.press('button', 'Sign in with a passkey');
        const done = () => person.page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
        const refusals = refusalsOf('POST', path);
        expect(await refuseEach({ person, typed: {}, send, done }, { path }, refusals)).toEqual([]);
      }),
    );
  },
);
