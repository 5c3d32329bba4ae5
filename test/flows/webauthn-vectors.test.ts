import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { passkeys } from '../../lambdas/domain/passkey/passkey.table.ts';
import { insertInto } from '../../lambdas/domain/statement.ts';
import { sha256, tokenHash } from '../../lambdas/kernel/crypto.ts';
import { newId } from '../../lambdas/kernel/id.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { addPasskey, loginWith, secondFactor } from './passkeys.ts';
import { ada, type SignedInBrowser, signedInBrowser } from './people.ts';
import { rowsOf } from './records.ts';
import { pendingOf, withTotp } from './second-factors.ts';
import { outcome, sessionOf } from './tokens.ts';
import { crossOrigin, noneEs256, packedSelfEs256, topOrigin, type Vector } from './webauthn-vectors.ts';

let at: TestPlatform;
let me: SignedInBrowser;
beforeAll(async () => {
  at = await startPlatform({ settings: { GATEHOUSE_ORIGIN: 'https://example.org', GATEHOUSE_RP_ID: 'example.org' } });
});
beforeEach(async () => {
  await at.reset();
  me = await signedInBrowser(at);
});
afterAll(() => at.close());

const spelt = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

/** A challenge of the specification, as if it had been given out here. */
function given(challenge: string, errand: string): Promise<void> {
  return at.platform.store.put({ kind: 'challenge', key: sha256(Buffer.from(challenge, 'hex')) }, errand, 300);
}

function named(credentialId: string, response: Record<string, string>) {
  const id = spelt(credentialId);
  const members = Object.entries(response).map(([name, hex]) => [name, spelt(hex)]);
  return { id, rawId: id, type: 'public-key' as const, response: Object.fromEntries(members) };
}

async function enrol({ credentialId, registration }: Vector) {
  const { challenge, ...response } = registration;
  await given(challenge, `enrolment ${sessionOf(me.bearer)}`);
  return addPasskey(at, me.bearer, named(credentialId, response));
}

/** The vector's credential as a row, however it came there. */
async function keep({ credentialId, registration }: Vector): Promise<void> {
  const { challenge, clientDataJSON, attestationObject } = registration;
  const response = named(credentialId, { clientDataJSON, attestationObject });
  const { registrationInfo } = await verifyRegistrationResponse({
    response: { ...response, clientExtensionResults: {} } as never,
    expectedChallenge: spelt(challenge),
    expectedOrigin: 'https://example.org',
    expectedRPID: 'example.org',
    requireUserVerification: false,
  });
  if (!registrationInfo) throw new Error('the vector is not verified');
  const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo;
  const row = {
    id: newId(at.clock),
    userId: me.userId,
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    rpId: 'example.org',
    signCount: 0,
    transports: [],
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
    aaguid,
    name: 'Vector',
    createdAt: at.clock.now(),
    lastUsedAt: null,
    retiredAt: null,
  };
  await at.platform.database.rows(insertInto(passkeys, row));
}

async function finish({ credentialId, authentication }: Vector) {
  await withTotp(at, me.bearer);
  const mfaToken = await pendingOf(at, ada);
  const { challenge, ...response } = authentication;
  await given(challenge, `second_factor ${tokenHash(mfaToken)}`);
  return secondFactor(at, mfaToken, named(credentialId, response));
}

describe('the test vectors of WebAuthn Level 3', () => {
  it('of self attestation are enrolled, and are a second step (16.3)', async () => {
    const added = await enrol(packedSelfEs256);
    expect(outcome(added)).toBe('200');
    expect(await rowsOf(at, passkeys)).toMatchObject([
      { credential_id: spelt(packedSelfEs256.credentialId), aaguid: 'df850e09-db6a-fbdf-ab51-697791506cfc' },
    ]);
    expect(outcome(await finish(packedSelfEs256))).toBe('200');
  });

  it('whose user was not verified sign nobody in alone (16.3) [A62]', async () => {
    await enrol(packedSelfEs256);
    const { challenge, ...response } = packedSelfEs256.authentication;
    await given(challenge, 'sign_in');
    const assertion = named(packedSelfEs256.credentialId, response);
    const userHandle = Buffer.from(me.userId.replaceAll('-', ''), 'hex').toString('base64url');
    const signed = { ...assertion, response: { ...assertion.response, userHandle } };
    expect(outcome(await loginWith(at, signed))).toBe('401 INVALID_CREDENTIALS');
  });

  it('without attestation are a second step, and are not enrolled without user verification (16.2)', async () => {
    expect(outcome(await enrol(noneEs256))).toBe('400 WEBAUTHN_FAILED');
    await keep(noneEs256);
    expect(outcome(await finish(noneEs256))).toBe('200');
  });

  it.each([
    ['a frame (16.4)', crossOrigin],
    ['a frame of a site that is named (16.5)', topOrigin],
  ])('of %s are refused, though they are signed rightly [A63]', async (_, vector) => {
    expect(outcome(await enrol(vector))).toBe('400 WEBAUTHN_FAILED');
    await keep(vector);
    expect(outcome(await finish(vector))).toBe('401 MFA_CODE_INVALID');
  });
});
