import { sql } from 'drizzle-orm';
import { passkeys } from '../../lambdas/domain/passkey/passkey.table.ts';
import {
  addPasskey,
  authenticatorAtSite,
  creationOptions,
  enrolledPasskey,
  loginOptions,
  loginWith,
  passkeyPaths,
  secondFactor,
  stepUp,
  stepUpOptions,
} from '../flows/passkeys.ts';
import { ada, grace, signedInBrowser } from '../flows/people.ts';
import { auditOf, rowsOf } from '../flows/records.ts';
import { pendingOf } from '../flows/second-factors.ts';
import { outcome } from '../flows/tokens.ts';
import type { BentAssertion } from '../platform/authenticator.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { doors, tryDoor, type Victim, victim } from './passkey-doors.ts';

let at: TestPlatform;
let me: Victim;
beforeAll(async () => {
  at = await startPlatform({ limits: false });
});
beforeEach(async () => {
  await at.reset();
  me = await victim(at, ada);
});
afterAll(() => at.close());

const stored = async () => (await rowsOf(at, passkeys))[0];
const countAt = (signCount: number) =>
  at.platform.database.rows(sql`update passkeys set sign_count = ${signCount}::float8`);

describe.each(doors)('at the $name', (door) => {
  it('a right assertion goes in', async () => {
    expect(outcome(await tryDoor(at, door, me))).toBe('200');
  });

  it('refuses one that was used [A57]', async () => {
    const { options, send } = await door.open(at, me);
    const assertion = me.authenticator.get(me.passkey, options);
    expect(outcome(await send(assertion))).toBe('200');
    const again = await door.open(at, me);
    expect(outcome(await again.send(assertion))).toBe(door.refusal);
  });

  it.each<[string, BentAssertion]>([
    ['another site', { clientData: { origin: 'https://evil.example' } }],
    ['plain http', { clientData: { origin: 'http://auth.example.com' } }],
    ['another port', { clientData: { origin: 'https://auth.example.com:8443' } }],
    ['a sibling', { clientData: { origin: 'https://shop.example.com' } }],
    ['a name below', { clientData: { origin: 'https://x.auth.example.com' } }],
    ['another relying party', { rpId: 'evil.example' }],
    ['the domain above', { rpId: 'example.com' }],
    ['an enrolment', { clientData: { type: 'webauthn.create' } }],
    ['a payment', { clientData: { type: 'payment.get' } }],
  ])('refuses what was signed for %s [A59]', async (_, bent) => {
    expect(outcome(await tryDoor(at, door, me, bent))).toBe(door.refusal);
  });

  it.each([10, 9])('refuses a counter that is at 10 and then at %d, and writes down a copy [A60]', async (sent) => {
    await countAt(10);
    expect(outcome(await tryDoor(at, door, me, { signCount: sent }))).toBe(door.refusal);
    expect(await auditOf(at, 'passkey.cloned')).toMatchObject([
      { user_id: me.userId, outcome: 'refused', resource: `passkey:${me.passkeyId}` },
    ]);
    expect(await stored()).toMatchObject({ sign_count: 10 });
  });

  it('takes a counter that goes up, and one that is never used [A60]', async () => {
    await countAt(10);
    expect(outcome(await tryDoor(at, door, me, { signCount: 11 }))).toBe('200');
    await countAt(0);
    expect(outcome(await tryDoor(at, door, me, { signCount: 0 }))).toBe('200');
    expect(await auditOf(at, 'passkey.cloned')).toEqual([]);
  });

  it('accuses nobody of a copy by a number that was not signed [A60]', async () => {
    await countAt(10);
    const { privateKey } = (await enrolledPasskey(at, me.bearer)).passkey;
    expect(outcome(await tryDoor(at, door, me, { signCount: 3, privateKey }))).toBe(door.refusal);
    expect(await auditOf(at, 'passkey.cloned')).toEqual([]);
  });

  it.each<[string, BentAssertion]>([
    ['an id that another one has in its raw form', { answer: { rawId: 'AAAA' } }],
    ['an id that nobody has', { answer: { id: 'AAAA', rawId: 'AAAA' } }],
    ['an owner who is none', { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ])('refuses %s [A61]', async (_, bent) => {
    expect(outcome(await tryDoor(at, door, me, bent))).toBe(door.refusal);
  });

  it('refuses the key of somebody else under the id of the victim’s passkey, and their user handle [A61]', async () => {
    const attacker = await signedInBrowser(at, grace);
    const theirs = await enrolledPasskey(at, attacker.bearer);
    const { id, userHandle } = me.passkey;
    const asVictim = { answer: { id, rawId: id }, userHandle };
    expect(outcome(await tryDoor(at, door, me, asVictim, theirs))).toBe(door.refusal);
    expect(outcome(await tryDoor(at, door, me, { userHandle }, theirs))).toBe(door.refusal);
    expect(outcome(await tryDoor(at, door, me, { userHandle: theirs.passkey.userHandle }))).toBe(door.refusal);
  });

  it.each<[string, BentAssertion]>([
    ['nobody was there', { flags: { up: false } }],
    ['it is backed up and cannot be', { flags: { be: false, bs: true } }],
    ['it can be backed up now and could not before', { flags: { be: true } }],
  ])('refuses one that says that %s [A62]', async (_, bent) => {
    expect(outcome(await tryDoor(at, door, me, bent))).toBe(door.refusal);
  });

  it.each<[string, BentAssertion]>([
    ['a frame', { clientData: { crossOrigin: true } }],
    ['a frame of a site that is named', { clientData: { crossOrigin: true, topOrigin: 'https://evil.example' } }],
    ['a site that is named, and no frame', { clientData: { topOrigin: 'https://evil.example' } }],
    ['a frame of this site', { clientData: { crossOrigin: true, topOrigin: 'https://auth.example.com' } }],
  ])('refuses what was made in %s [A63]', async (_, bent) => {
    expect(outcome(await tryDoor(at, door, me, bent))).toBe(door.refusal);
  });

  it('refuses a signature that is a bit off, and data that is none', async () => {
    const { options, send } = await door.open(at, me);
    const assertion = me.authenticator.get(me.passkey, options);
    const { clientDataJSON, authenticatorData } = assertion.response;
    const off = authenticatorData.startsWith('A') ? `B${authenticatorData.slice(1)}` : `A${authenticatorData.slice(1)}`;
    for (const bent of [{ authenticatorData: off }, { authenticatorData: 'AAAA' }, { signature: clientDataJSON }]) {
      const response = { ...assertion.response, ...bent };
      expect(outcome(await send({ ...assertion, response }))).toBe(door.refusal);
    }
    for (const bent of ['AAAA', Buffer.from('null').toString('base64url'), Buffer.from('{}').toString('base64url')]) {
      const response = { ...assertion.response, clientDataJSON: bent };
      expect(outcome(await send({ ...assertion, response }))).toBe(door.refusal);
    }
  });
});

describe('user verification', () => {
  it.each(doors.filter(({ name }) => name !== 'second step'))(
    'is not to be left out at the $name [A62]',
    async (door) => {
      expect(outcome(await tryDoor(at, door, me, { flags: { uv: false } }))).toBe(door.refusal);
    },
  );
});

describe('a sign-in by passkey', () => {
  it('needs to be told whose it is [A61]', async () => {
    const nameless = me.authenticator.get(me.passkey, await loginOptions(at), { userHandle: null });
    expect(outcome(await loginWith(at, nameless))).toBe('401 INVALID_CREDENTIALS');
  });
});

describe('a challenge', () => {
  const signed = (options: { challenge: string; rpId: string }) => me.authenticator.get(me.passkey, options);
  const rpId = 'auth.example.com';

  it('of a sign-in is none for a step-up or a second step [A58]', async () => {
    expect(outcome(await stepUp(at, me.bearer, signed(await loginOptions(at))))).toBe('403 REAUTHENTICATION_FAILED');
    const mfaToken = await pendingOf(at, ada);
    const answer = await secondFactor(at, mfaToken, signed(await loginOptions(at)));
    expect(outcome(answer)).toBe('401 MFA_CODE_INVALID');
  });

  it('of an enrolment or a step-up signs nobody in [A58]', async () => {
    const { challenge } = await creationOptions(at, me.bearer);
    expect(outcome(await loginWith(at, signed({ challenge, rpId })))).toBe('401 INVALID_CREDENTIALS');
    const stepping = signed(await stepUpOptions(at, me.bearer));
    expect(outcome(await loginWith(at, stepping))).toBe('401 INVALID_CREDENTIALS');
  });

  it('of a sign-in enrols nothing [A58]', async () => {
    const { challenge } = await loginOptions(at);
    const options = { ...(await creationOptions(at, me.bearer)), challenge };
    const { answer } = authenticatorAtSite().create(options);
    expect(outcome(await addPasskey(at, me.bearer, answer))).toBe('400 WEBAUTHN_FAILED');
  });

  it('of one session is none for another one [A58]', async () => {
    const other = await signedInBrowser(at, grace);
    await enrolledPasskey(at, other.bearer);
    const { challenge } = await stepUpOptions(at, other.bearer);
    expect(outcome(await stepUp(at, me.bearer, signed({ challenge, rpId })))).toBe('403 REAUTHENTICATION_FAILED');
    const { answer } = authenticatorAtSite().create(await creationOptions(at, other.bearer));
    expect(outcome(await addPasskey(at, me.bearer, answer))).toBe('400 WEBAUTHN_FAILED');
  });

  it('of one pending sign-in is none for another one [A58]', async () => {
    const [one, another] = [await pendingOf(at, ada), await pendingOf(at, ada)];
    const options = await at.call('POST', passkeyPaths.mfaOptions, { body: { mfa_token: one } });
    const { challenge } = options.body.data as { challenge: string };
    const answer = await secondFactor(at, another, signed({ challenge, rpId }));
    expect(outcome(answer)).toBe('401 MFA_CODE_INVALID');
  });

  it('is what was signed, whatever the body says besides [A58]', async () => {
    const { challenge } = await loginOptions(at);
    const old = signed({ challenge: Buffer.alloc(32, 1).toString('base64url'), rpId });
    const body = { assertion: { ...old, challenge }, challenge, expected_challenge: challenge, token_delivery: 'body' };
    expect(outcome(await at.call('POST', passkeyPaths.login, { body }))).toBe('401 INVALID_CREDENTIALS');
  });

  it('in another spelling is none [A58]', async () => {
    const { challenge } = await loginOptions(at);
    for (const spelt of [`${challenge}=`, ` ${challenge}`, challenge.replaceAll('-', '+').replaceAll('_', '/')]) {
      if (spelt === challenge) continue;
      expect(outcome(await loginWith(at, signed({ challenge: spelt, rpId })))).toBe('401 INVALID_CREDENTIALS');
    }
  });
});
