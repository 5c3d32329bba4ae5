import { startPlatform, type TestPlatform } from '../platform.ts';
import { authenticatorAtSite, creationOptions, enrolledPasskey, loginByPasskey } from './passkeys.ts';
import { ada, type SignedInBrowser, signedInBrowser } from './people.ts';
import { outcome, tokensIn, whoAmI } from './tokens.ts';

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

describe('enrolling a passkey', () => {
  it('asks for a discoverable and user-verified one, of this platform, for this user, without attestation', async () => {
    const options = await creationOptions(at, me.bearer);
    expect(options).toEqual({
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
});
