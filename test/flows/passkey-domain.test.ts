import { sql } from 'drizzle-orm';
import { startPlatform, type TestPlatform } from '../platform.ts';
import {
  authenticatorAtSite,
  enrolledPasskey,
  loginOptions,
  loginWith,
  optionsOf,
  passkeyPaths,
  stepUpOptions,
} from './passkeys.ts';
import { signedInBrowser } from './people.ts';
import { outcome } from './tokens.ts';

describe('a platform whose domain has changed', () => {
  let moved: TestPlatform;
  beforeAll(async () => {
    moved = await startPlatform({
      settings: { GATEHOUSE_RP_ID: 'example.com', GATEHOUSE_PREVIOUS_RP_IDS: 'auth.example.com' },
    });
  });
  beforeEach(() => moved.reset());
  afterAll(() => moved.close());

  const made = async (rpId: string) => {
    const { bearer } = await signedInBrowser(moved);
    const enrolled = await enrolledPasskey(moved, bearer);
    await moved.platform.database.rows(sql`update passkeys set rp_id = ${rpId}::text`);
    return { ...enrolled, bearer };
  };

  it('takes passkeys of the domain of before, and asks for them by it', async () => {
    const { authenticator, passkey, bearer } = await made('auth.example.com');
    const options = await optionsOf(moved, passkeyPaths.loginOptions, { body: { rp_id: 'auth.example.com' } });
    expect(options.rpId).toBe('auth.example.com');
    expect(outcome(await loginWith(moved, authenticator.get(passkey, options)))).toBe('200');
    expect(await stepUpOptions(moved, bearer)).toMatchObject({ rpId: 'auth.example.com' });
    await enrolledPasskey(moved, bearer);
    expect(await stepUpOptions(moved, bearer)).toMatchObject({ rpId: 'example.com' });
  });

  it('takes each passkey by the domain that it was made for alone', async () => {
    const { authenticator, passkey } = await made('auth.example.com');
    expect(outcome(await loginWith(moved, authenticator.get(passkey, await loginOptions(moved))))).toBe(
      '401 INVALID_CREDENTIALS',
    );
  });

  it('takes none of a domain that is not listed', async () => {
    const { authenticator, passkey } = await made('gone.example');
    const asked = await moved.call('POST', passkeyPaths.loginOptions, { body: { rp_id: 'gone.example' } });
    expect([outcome(asked), asked.body.error?.details]).toEqual([
      '422 VALIDATION_FAILED',
      { fields: { rp_id: 'Is no domain whose passkeys are taken here.' } },
    ]);
    const { challenge } = await loginOptions(moved);
    const answer = await loginWith(moved, authenticator.get(passkey, { challenge, rpId: 'gone.example' }));
    expect(outcome(answer)).toBe('401 INVALID_CREDENTIALS');
  });
});

describe('a platform without a domain for passkeys', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  afterAll(() => at.close());

  it('has none of their routes but those that show and remove what was made before', async () => {
    const me = await signedInBrowser(at);
    const mine = await enrolledPasskey(at, me.bearer, authenticatorAtSite());
    const { config } = at.platform;
    Object.assign(config, { passkeys: { rpId: null, previousRpIds: [] } });
    const bearing = { headers: { authorization: `Bearer ${me.bearer}` } };
    const sent = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} };
    const response = { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' };
    const given = { assertion: { ...sent, response } };
    const answers = [
      await at.call('POST', passkeyPaths.loginOptions, { body: {} }),
      await at.call('POST', passkeyPaths.login, { body: { ...given, token_delivery: 'body' } }),
      await at.call('POST', passkeyPaths.mfaOptions, { body: {} }),
      await at.call('POST', passkeyPaths.mfa, { body: given }),
      await at.call('POST', passkeyPaths.stepUpOptions, bearing),
      await at.call('POST', passkeyPaths.stepUp, { ...bearing, body: given }),
      await at.call('POST', passkeyPaths.creationOptions, bearing),
    ];
    expect([...new Set(answers.map(outcome))]).toEqual(['404 NOT_FOUND']);
    expect(await at.client.passkey.listPasskeys({ bearer: me.bearer })).toMatchObject({
      data: [{ name: 'Passkey' }],
    });
    const removed = await at.client.passkey.removePasskey({ bearer: me.bearer, params: { id: mine.passkeyId } });
    expect(removed).toMatchObject({ ok: true });
  });
});
