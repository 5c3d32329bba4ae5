import { sql } from 'drizzle-orm';
import { passkeys } from '../../lambdas/domain/passkey/passkey.table.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { addPasskey, authenticatorAtSite, creationOptions, enrolledPasskey, loginByPasskey } from './passkeys.ts';
import { ada, grace, type SignedInBrowser, signedInBrowser } from './people.ts';
import { auditOf, rowsOf } from './records.ts';
import { login, outcome, sessionOf, tokensIn, whoAmI } from './tokens.ts';

let at: TestPlatform;
let me: SignedInBrowser;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(async () => {
  await at.reset();
  me = await signedInBrowser(at);
});
afterAll(() => at.close());

const mine = async () => {
  const answer = await at.client.passkey.listPasskeys({ bearer: me.bearer });
  return answer.ok ? answer.data : answer.code;
};
const remove = (id: string, bearer = me.bearer) => at.client.passkey.removePasskey({ bearer, params: { id } });
const withoutPassword = () =>
  at.platform.database.rows(sql`delete from credentials where user_id = ${me.userId}::uuid`);

describe('enrolling a passkey', () => {
  it('asks for a discoverable and user-verified one, of this platform, for this user, without attestation', async () => {
    expect(await creationOptions(at, me.bearer)).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      timeout: 300_000,
      rp: { id: 'auth.example.com', name: 'Gatehouse' },
      user: {
        id: Buffer.from(me.userId.replaceAll('-', ''), 'hex').toString('base64url'),
        name: ada.email,
        displayName: ada.name,
      },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    });
  });

  it.each(['EdDSA', 'ES256', 'RS256'] as const)('takes a key of %s, which then signs in', async (algorithm) => {
    const enrolled = await enrolledPasskey(at, me.bearer, authenticatorAtSite({ algorithm }));
    const answer = await loginByPasskey(at, enrolled);
    expect(outcome(answer)).toBe('200');
    expect(await whoAmI(at, tokensIn(answer).accessToken)).toMatchObject({ body: { data: { id: me.userId } } });
  });

  it('takes one that attests itself, which browsers pass on', async () => {
    const { answer } = authenticatorAtSite().create(await creationOptions(at, me.bearer), { selfAttested: true });
    expect(outcome(await addPasskey(at, me.bearer, answer))).toBe('200');
  });

  it('shows it in the list, writes it down and mails its owner, and ends no session [ASVS 6.3.7]', async () => {
    const other = tokensIn(await login(at, ada));
    const { passkeyId } = await enrolledPasskey(at, me.bearer, authenticatorAtSite({ synchronised: true }), ' My key ');
    expect(await mine()).toEqual([
      { id: passkeyId, name: 'My key', created_at: expect.any(String), last_used_at: null, backed_up: true },
    ]);
    expect(await auditOf(at, 'passkey.added')).toMatchObject([
      { user_id: me.userId, actor_id: me.userId, session_id: sessionOf(me.bearer), details: { name: 'My key' } },
    ]);
    const mail = await at.mailbox.last(ada.email);
    expect(mail.subject).toMatch(/passkey/i);
    expect(mail.text).toContain('My key');
    expect(outcome(await whoAmI(at, other.accessToken))).toBe('200');
  });

  it.each([
    ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'iCloud Keychain'],
    ['08987058-cadc-4b81-b6e1-30de50dcbe96', 'Windows Hello'],
    ['11111111-2222-4333-8444-555555555555', 'Passkey'],
  ])('calls one without a name after its maker: %s is %s', async (aaguid, name) => {
    const { answer } = authenticatorAtSite().create(await creationOptions(at, me.bearer), { aaguid });
    expect(await addPasskey(at, me.bearer, answer)).toMatchObject({ body: { data: { name } } });
  });

  it('names those that there are, so that a device offers none twice', async () => {
    const { passkey } = await enrolledPasskey(at, me.bearer);
    expect(await creationOptions(at, me.bearer)).toMatchObject({
      excludeCredentials: [{ type: 'public-key', id: passkey.id, transports: ['internal'] }],
    });
  });

  it('keeps 20 for each user', async () => {
    const authenticator = authenticatorAtSite();
    for (let made = 0; made < 19; made += 1) await enrolledPasskey(at, me.bearer, authenticator);
    const [one, another] = [await creationOptions(at, me.bearer), await creationOptions(at, me.bearer)];
    expect(outcome(await addPasskey(at, me.bearer, authenticator.create(one).answer))).toBe('200');
    expect(outcome(await addPasskey(at, me.bearer, authenticator.create(another).answer))).toBe('409 CONFLICT');
    const asked = await at.client.passkey.passkeyCreationOptions({ bearer: me.bearer });
    expect(asked).toMatchObject({ ok: false, code: 'CONFLICT' });
    expect(await mine()).toHaveLength(20);
  });

  it('needs a sign-in or step-up of the last ten minutes [ASVS 7.5.1]', async () => {
    const { answer } = authenticatorAtSite().create(await creationOptions(at, me.bearer));
    at.clock.advance(601);
    expect(outcome(await addPasskey(at, me.bearer, answer))).toBe('403 REAUTHENTICATION_REQUIRED');
    expect(await mine()).toEqual([]);
  });
});

describe('a passkey of mine', () => {
  it('gets another name, which is written down', async () => {
    const { passkeyId: id } = await enrolledPasskey(at, me.bearer);
    const renamed = await at.client.passkey.renamePasskey({
      bearer: me.bearer,
      params: { id },
      body: { name: 'Laptop' },
    });
    expect(renamed).toMatchObject({ ok: true, data: { id, name: 'Laptop' } });
    expect(await mine()).toMatchObject([{ name: 'Laptop' }]);
    expect(await auditOf(at, 'passkey.renamed')).toMatchObject([{ user_id: me.userId, details: { name: 'Laptop' } }]);
  });

  it('is removed: it signs in no more, the other sessions end, its owner is mailed [ASVS 7.4.3] [ASVS 6.3.7]', async () => {
    const enrolled = await enrolledPasskey(at, me.bearer, authenticatorAtSite(), 'Old phone');
    const other = tokensIn(await loginByPasskey(at, enrolled));
    expect(await remove(enrolled.passkeyId)).toMatchObject({ ok: true });
    expect(outcome(await loginByPasskey(at, enrolled))).toBe('401 INVALID_CREDENTIALS');
    expect(outcome(await whoAmI(at, other.accessToken))).toBe('401 TOKEN_INVALID');
    expect(outcome(await whoAmI(at, me.bearer))).toBe('200');
    expect(await mine()).toEqual([]);
    expect(await auditOf(at, 'passkey.removed')).toMatchObject([{ details: { name: 'Old phone' } }]);
    expect((await at.mailbox.last(ada.email)).text).toContain('Old phone');
  });

  it('may be added again once it is removed', async () => {
    const authenticator = authenticatorAtSite();
    const credentialId = Buffer.alloc(32, 7);
    const first = authenticator.create(await creationOptions(at, me.bearer), { credentialId });
    const added = await addPasskey(at, me.bearer, first.answer);
    await remove(String(added.body.data?.id));
    const again = authenticator.create(await creationOptions(at, me.bearer), { credentialId });
    expect(outcome(await addPasskey(at, me.bearer, again.answer))).toBe('200');
  });

  it('stays where it is the last way in [A52]', async () => {
    const first = await enrolledPasskey(at, me.bearer);
    const second = await enrolledPasskey(at, me.bearer);
    await withoutPassword();
    expect(await remove(first.passkeyId)).toMatchObject({ ok: true });
    expect(await remove(second.passkeyId)).toMatchObject({ ok: false, status: 409, code: 'LAST_CREDENTIAL' });
    expect(outcome(await loginByPasskey(at, second))).toBe('200');
  });

  it('is not removed on a session of yesterday [A52]', async () => {
    const { passkeyId } = await enrolledPasskey(at, me.bearer);
    at.clock.advance(86_400);
    const renewed = await me.browser.client.session.refresh({ body: {} });
    const bearer = renewed.ok ? renewed.data.access_token : '';
    expect(await remove(passkeyId, bearer)).toMatchObject({ ok: false, code: 'REAUTHENTICATION_REQUIRED' });
    expect(await rowsOf(at, passkeys)).toHaveLength(1);
  });

  it('is nobody else’s to see, name or remove', async () => {
    const { passkeyId: id } = await enrolledPasskey(at, me.bearer);
    const { bearer } = await signedInBrowser(at, grace);
    expect(await at.client.passkey.listPasskeys({ bearer })).toMatchObject({
      data: [],
      pagination: { next_cursor: null },
    });
    const renamed = await at.client.passkey.renamePasskey({ bearer, params: { id }, body: { name: 'Mine' } });
    expect(renamed).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    expect(await remove(id, bearer)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    expect(await rowsOf(at, passkeys)).toMatchObject([{ name: 'Passkey' }]);
    expect(await auditOf(at, 'passkey.renamed')).toEqual([]);
  });
});
