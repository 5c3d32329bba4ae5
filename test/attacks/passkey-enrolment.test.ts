import { passkeys } from '../../lambdas/domain/passkey/passkey.table.ts';
import {
  addPasskey,
  authenticatorAtSite,
  type CreationOptions,
  creationOptions,
  enrolledPasskey,
  loginByPasskey,
  loginOptions,
  passkeyPaths,
} from '../flows/passkeys.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser } from '../flows/people.ts';
import { auditOf, rowsOf } from '../flows/records.ts';
import { pendingOf, withTotp } from '../flows/second-factors.ts';
import { outcome } from '../flows/tokens.ts';
import type { BentEnrolment } from '../platform/authenticator.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

let at: TestPlatform;
let me: SignedInBrowser;
beforeAll(async () => {
  at = await startPlatform({ limits: false });
});
beforeEach(async () => {
  await at.reset();
  me = await signedInBrowser(at);
});
afterAll(() => at.close());

const failed = '400 WEBAUTHN_FAILED';
const held = () => rowsOf(at, passkeys);
const made = async (bent: BentEnrolment = {}, over: Partial<CreationOptions> = {}) =>
  authenticatorAtSite().create({ ...(await creationOptions(at, me.bearer)), ...over }, bent).answer;

describe('enrolling', () => {
  it.each<[string, BentEnrolment]>([
    ['another site', { clientData: { origin: 'https://evil.example' } }],
    ['plain http', { clientData: { origin: 'http://auth.example.com' } }],
    ['another port', { clientData: { origin: 'https://auth.example.com:8443' } }],
    ['a sibling', { clientData: { origin: 'https://shop.example.com' } }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a sign-in', { clientData: { type: 'webauthn.get' } }],
  ])('refuses what was made for %s [A59]', async (_, bent) => {
    expect(outcome(await addPasskey(at, me.bearer, await made(bent)))).toBe(failed);
    expect(await held()).toEqual([]);
  });

  it.each<[string, BentEnrolment]>([
    ['whose user was not verified', { flags: { uv: false } }],
    ['where nobody was there', { flags: { up: false } }],
    ['that is backed up and cannot be', { flags: { be: false, bs: true } }],
  ])('refuses one %s [A62]', async (_, bent) => {
    expect(outcome(await addPasskey(at, me.bearer, await made(bent)))).toBe(failed);
  });

  it('refuses a key of an algorithm that was not offered [A62]', async () => {
    const { answer } = authenticatorAtSite({ algorithm: 'ES384' }).create(await creationOptions(at, me.bearer));
    expect(outcome(await addPasskey(at, me.bearer, answer))).toBe(failed);
  });

  it.each<[string, BentEnrolment]>([
    ['a frame', { clientData: { crossOrigin: true } }],
    ['a frame of a site that is named', { clientData: { crossOrigin: true, topOrigin: 'https://evil.example' } }],
    ['a site that is named, and no frame', { clientData: { topOrigin: 'https://evil.example' } }],
  ])('refuses what was made in %s [A63]', async (_, bent) => {
    expect(outcome(await addPasskey(at, me.bearer, await made(bent)))).toBe(failed);
  });

  it.each<[string, BentEnrolment]>([
    ['certificates that nobody asked for', { format: 'packed', statement: new Map([['x5c', []]]) }],
    ['a statement without a format', { statement: new Map([['sig', 'x']]) }],
    ['a format that nobody asked for', { format: 'fido-u2f' }],
    [
      'a wrong signature of itself',
      {
        format: 'packed',
        statement: new Map<string, unknown>([
          ['alg', -7],
          ['sig', new Uint8Array(64)],
        ]),
      },
    ],
  ])('refuses %s', async (_, bent) => {
    expect(outcome(await addPasskey(at, me.bearer, await made(bent)))).toBe(failed);
  });

  it('refuses an id of 1024 bytes and takes one of 1023 [A64]', async () => {
    const sized = (bytes: number) => made({ credentialId: Buffer.alloc(bytes, 1) });
    expect(outcome(await addPasskey(at, me.bearer, await sized(1024)))).toBe(failed);
    expect(outcome(await addPasskey(at, me.bearer, await sized(1023)))).toBe('200');
  });

  it('refuses the id of another account’s passkey, which stays theirs [A64]', async () => {
    const victim = await signedInBrowser(at, grace);
    const theirs = await enrolledPasskey(at, victim.bearer);
    const before = await held();
    const credentialId = Buffer.from(theirs.passkey.id, 'base64url');
    expect(outcome(await addPasskey(at, me.bearer, await made({ credentialId })))).toBe('409 CONFLICT');
    expect(await held()).toEqual(before);
    expect(outcome(await loginByPasskey(at, theirs))).toBe('200');
  });

  it('refuses the id of an own passkey, whose key stays [A64]', async () => {
    const mine = await enrolledPasskey(at, me.bearer);
    const credentialId = Buffer.from(mine.passkey.id, 'base64url');
    expect(outcome(await addPasskey(at, me.bearer, await made({ credentialId })))).toBe('409 CONFLICT');
    expect(outcome(await loginByPasskey(at, mine))).toBe('200');
  });

  it('refuses an id that was sent and another one that was signed [A61]', async () => {
    const other = { id: 'AAAA', rawId: 'AAAA' };
    expect(outcome(await addPasskey(at, me.bearer, await made({ answer: other })))).toBe(failed);
    expect(await auditOf(at, 'passkey.added')).toMatchObject([{ outcome: 'refused', user_id: me.userId }]);
  });

  it('refuses an answer that was used, and one that is none [A57]', async () => {
    const answer = await made();
    expect(outcome(await addPasskey(at, me.bearer, answer))).toBe('200');
    expect(outcome(await addPasskey(at, me.bearer, answer))).toBe(failed);
    for (const bent of ['AAAA', 'o2NmbXRkbm9uZQ', Buffer.from([0xa0]).toString('base64url')]) {
      const { response, ...rest } = await made();
      const broken = { ...rest, response: { ...response, attestationObject: bent } };
      expect(outcome(await addPasskey(at, me.bearer, broken))).toBe(failed);
    }
    expect(await held()).toHaveLength(1);
  });

  it('is not for a sign-in that waits for its second step, nor for a session of before [A51]', async () => {
    const answer = await made();
    await withTotp(at, me.bearer);
    const mfaToken = await pendingOf(at, ada);
    expect(outcome(await addPasskey(at, mfaToken, answer))).toBe('401 TOKEN_INVALID');
    const asked = await at.call('POST', passkeyPaths.creationOptions, {
      headers: { authorization: `Bearer ${mfaToken}` },
    });
    expect(outcome(asked)).toBe('401 TOKEN_INVALID');
    at.clock.advance(601);
    expect(outcome(await addPasskey(at, me.bearer, answer))).toBe('403 REAUTHENTICATION_REQUIRED');
    expect(await held()).toEqual([]);
  });
});

describe('what a passkey’s sign-in asks of a browser', () => {
  it('is alike for a known and an unknown address, however often it is asked [A04]', async () => {
    await enrolledPasskey(at, me.bearer);
    const ask = async (body: object) => {
      const answer = await at.call('POST', passkeyPaths.loginOptions, { body });
      return { challenge: '', ...answer.body.data, status: answer.status, names: Object.keys(answer.headers) };
    };
    const { challenge, ...first } = await ask({ email: ada.email });
    expect(first).toMatchObject({ status: 200, allowCredentials: [], userVerification: 'required' });
    for (const body of [{ email: ada.email }, { email: 'nobody@example.com' }, { email: 'nobody@example.com' }, {}]) {
      const { challenge: another, ...again } = await ask(body);
      expect(again).toEqual(first);
      expect(another).not.toBe(challenge);
    }
  });
});

describe('a deleted account', () => {
  it('leaves no way in behind: its passkey opens neither it nor its successor [A86]', async () => {
    const mine = await enrolledPasskey(at, me.bearer);
    expect(await at.client.account.deleteMe({ bearer: me.bearer })).toMatchObject({ ok: true });
    const successor = await signedInBrowser(at, ada);
    expect(successor.userId).not.toBe(me.userId);
    expect(outcome(await loginByPasskey(at, mine))).toBe('401 INVALID_CREDENTIALS');
    expect(await at.client.passkey.listPasskeys({ bearer: successor.bearer })).toMatchObject({
      data: [],
    });
  });
});

describe('what is told and kept', () => {
  it('holds no challenge that lives, no key and no address, in the log, the audit log and the answers [A93] [A99]', async () => {
    const mine = await enrolledPasskey(at, me.bearer);
    const options = await loginOptions(at);
    const answers = [
      await at.call('GET', passkeyPaths.passkeys, { headers: { authorization: `Bearer ${me.bearer}` } }),
      await loginByPasskey(at, mine),
      await addPasskey(at, me.bearer, await made({ rpId: 'evil.example' })),
    ];
    const [row] = await held();
    const secrets = [options.challenge, String(row?.public_key)];
    const told = [...at.logs, JSON.stringify(await auditOf(at)), ...answers.map(({ text }) => text)].join('\n');
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    expect(answers[0]?.text).not.toMatch(/credential_id|public_key|sign_count|rp_id/);
    expect([...at.logs, JSON.stringify(await auditOf(at))].join('\n')).not.toContain(ada.email);
  });
});
