import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import type { RotatableKeys } from '../../lambdas/adapters/keys/memory.ts';
import { secretsManagerKeys } from '../../lambdas/adapters/keys/secrets-manager.ts';
import { secretsManagerRotation } from '../../lambdas/adapters/keys/secrets-manager-rotation.ts';
import { secretsWhenUsed } from '../../lambdas/adapters/keys/secrets-when-used.ts';
import type { StoredKeys } from '../../lambdas/adapters/keys/stored-keys.ts';
import { createLog } from '../../lambdas/kernel/log.ts';
import { type Keys, keyPurposes } from '../../lambdas/ports/keys.ts';
import {
  answering,
  type FaultyService,
  faults,
  losesTheAnswer,
  startFaultyService,
} from '../services/faulty-service.ts';
import { type SecretsManager, secretNames, startSecretsManager } from '../services/secrets-manager.ts';
import { freshSecretsManagerKeys } from '../services/secrets-manager-keys.ts';
import { freePort } from '../services/server.ts';
import { standIn } from '../services/stand-in.ts';
import { keysSuite } from './keys.suite.ts';

const unavailable = { name: 'DependencyUnavailable', dependency: 'keys' };
const clock = movableClock({ start: new Date('2026-11-25T12:00:00.000Z'), frozen: true });
let manager: SecretsManager;
afterEach(() => manager.close());

describe('keys in Secrets Manager', () => {
  keysSuite(async (): Promise<RotatableKeys> => {
    manager = await startSecretsManager();
    return freshSecretsManagerKeys(manager, clock);
  });
});

describe('an instance', () => {
  let keys: Keys;
  const open = (service = manager.service) =>
    secretsManagerKeys({ clock, secrets: secretNames, open: secretsWhenUsed(service) });
  const rotation = () =>
    secretsManagerRotation({ clock, secrets: secretNames, open: secretsWhenUsed(manager.service) });
  const everything = (of: Keys) => [of.signing(), of.verifying(), ...keyPurposes.map((purpose) => of.ring(purpose))];
  beforeEach(async () => {
    manager = await startSecretsManager();
    await rotation().complete();
    manager.reads.length = 0;
    keys = open();
  });

  it('reads each secret once a minute, however many ask at once', async () => {
    await Promise.all([...everything(keys), ...everything(keys)]);
    clock.advance(59.999);
    await Promise.all(everything(keys));
    expect(manager.reads.sort()).toEqual(['encrypt', 'hash', 'list', 'mail', 'public', 'sign']);
    clock.advance(0.001);
    await Promise.all([...everything(keys), ...everything(keys)]);
    expect(manager.reads).toHaveLength(12);
  });
  it('parses a secret anew only where it has changed', async () => {
    const [signing, ring] = [await keys.signing(), await keys.ring('pepper')];
    await rotation().rotate(['pepper']);
    clock.advance(60);
    expect(await keys.signing()).toBe(signing);
    expect(await keys.ring('pepper')).not.toBe(ring);
  });
  it('notices within a minute that a key was dropped', async () => {
    await keys.ring('csrf');
    const { current } = await keys.ring('csrf');
    const stored = JSON.parse(manager.valueOf('sign')) as StoredKeys;
    const secrets = stored.rings.csrf?.secrets.filter(({ id }) => id === current.id) ?? [];
    const rings = { ...stored.rings, csrf: { current: current.id, secrets } };
    manager.replace('sign', JSON.stringify({ ...stored, rings }));
    clock.advance(59.999);
    expect((await keys.ring('csrf')).byId.size).toBe(2);
    clock.advance(0.001);
    expect((await keys.ring('csrf')).byId.size).toBe(1);
  });
  it('knows, with a cache of up to a minute, what another one makes with since a rotation', async () => {
    const before = await Promise.all(keyPurposes.map((purpose) => keys.ring(purpose)));
    const verifying = await keys.verifying();
    await rotation().rotate([...keyPurposes, 'signing']);
    const other = open();
    const after = await Promise.all(keyPurposes.map((purpose) => other.ring(purpose)));
    for (const [n, { current }] of after.entries()) expect(before[n]?.byId.get(current.id)).toBeDefined();
    expect(verifying.verifying.has((await other.signing()).current.kid)).toBe(true);
  });
  it('that may not read the signing secret verifies all the same, and reads no private key', async () => {
    const verifier = secretsManagerKeys({
      clock,
      secrets: { verifying: 'public' },
      open: secretsWhenUsed(manager.service),
    });
    const { jwks } = await verifier.verifying();
    expect(jwks).toEqual((await keys.signing()).jwks);
    expect(manager.valueOf('public')).not.toMatch(/"d":/);
    await expect(verifier.signing()).rejects.toThrow('no secret is configured for the keys of signing');
    await expect(verifier.ring('pepper')).rejects.toThrow('no secret is configured for the keys of pepper');
  });
  it('takes the public keys from the signing secret where no other is configured', async () => {
    const { verifying: _public, ...secrets } = secretNames;
    const signer = secretsManagerKeys({ clock, secrets, open: secretsWhenUsed(manager.service) });
    expect((await signer.verifying()).jwks).toEqual((await keys.verifying()).jwks);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"a"',
    '{}',
    '{"rings":{"pepper":{}}}',
    '{"rings":{"pepper":{"current":"a","secrets":[{"id":"a","bytes":"c2hvcnQ"}]}}}',
  ])('finds no keys in the secret %j, and says so without quoting it', async (text) => {
    manager.replace('hash', text);
    const error = await keys.ring('pepper').catch((caught: unknown) => caught);
    expect(error).toMatchObject(unavailable);
    expect(String((error as Error).cause)).not.toContain('c2hvcnQ');
    expect((await keys.signing()).current.alg).toBe('ES256');
  });
  it('finds no signing key where the current one is public', async () => {
    const stored = JSON.parse(manager.valueOf('sign')) as StoredKeys;
    const { d: _private, ...current } = stored.signing.current;
    manager.replace('sign', JSON.stringify({ ...stored, signing: { ...stored.signing, current } }));
    await expect(keys.signing()).rejects.toMatchObject(unavailable);
  });

  describe('before a Secrets Manager', () => {
    let between: FaultyService;
    beforeEach(async () => {
      between = await startFaultyService(manager.port);
      keys = open(between.service);
    });
    afterEach(() => between.close());

    const exception = (name: string) => answering(400, JSON.stringify({ __type: name, Message: 'no' }));
    const outages = {
      ...faults,
      'throttles everything': exception('ThrottlingException'),
      'denies access': exception('AccessDeniedException'),
      'knows no such secret': exception('ResourceNotFoundException'),
      'answers an empty success': answering(200, '{}'),
    };

    it.each(Object.entries(outages))(
      'that %s answers from its cache for a minute, is then unavailable, and back with it',
      async (_what, fault) => {
        const ring = await keys.ring('pepper');
        between.play(fault);
        clock.advance(59.999);
        expect(await keys.ring('pepper')).toBe(ring);
        clock.advance(0.001);
        await expect(keys.ring('pepper')).rejects.toMatchObject(unavailable);
        between.play(null);
        expect(await keys.ring('pepper')).toBe(ring);
      },
    );
    it('that hangs up once is asked again', async () => {
      between.play(faults['hangs up'], 1);
      expect((await keys.ring('pepper')).current.key.symmetricKeySize).toBe(32);
    });
    it('that listens nowhere is unavailable', async () => {
      await expect(open(standIn(await freePort())).signing()).rejects.toMatchObject(unavailable);
    });
    it('that stops in the middle of a secret logs none of it', async () => {
      const secret = manager.valueOf('hash');
      between.play(answering(200, JSON.stringify({ SecretString: secret }).slice(0, -20)));
      const error = await keys.ring('pepper').catch((caught: unknown) => caught);
      const lines: string[] = [];
      const log = createLog({ clock, service: 'test', level: 'debug', write: (line) => lines.push(line) });
      log.error('failed', { error });
      expect(error).toMatchObject(unavailable);
      const bytes = (JSON.parse(secret) as StoredKeys).rings.pepper?.secrets.map((held) => held.bytes) ?? [];
      expect(bytes).toHaveLength(2);
      for (const part of [...bytes, 'SecretString']) expect(lines.join()).not.toContain(part);
    });
    it('that loses the answer to a rotation is asked again', async () => {
      const faulty = secretsManagerRotation({ clock, secrets: secretNames, open: secretsWhenUsed(between.service) });
      const before = await keys.ring('pepper');
      between.play(
        ({ body, ...rest }) => (body.includes('SecretString') ? losesTheAnswer({ body, ...rest }) : pass(rest)),
        2,
      );
      await faulty.rotate(['pepper']);
      expect((await open().ring('pepper')).byId.size).toBe(before.byId.size + 1);
    });
  });
});

/** Lets a request through a faulty service unharmed. */
async function pass({ pass: through, response }: Omit<Parameters<typeof losesTheAnswer>[0], 'body'>): Promise<void> {
  const { status, headers, body } = await through();
  response.writeHead(status, headers).end(body);
}

it('a client that could not be made is made anew for who asks next: everything of a function shares it', async () => {
  let asked = 0;
  const open = secretsWhenUsed({
    get region() {
      asked += 1;
      if (asked === 1) throw new Error('too many open files');
      return 'eu-central-1';
    },
  });
  await expect(open()).rejects.toThrow('too many open files');
  expect(await open()).toBe(await open());
});

describe('a rotation in Secrets Manager', () => {
  const rotation = () =>
    secretsManagerRotation({ clock, secrets: secretNames, open: secretsWhenUsed(manager.service) });
  beforeEach(async () => {
    manager = await startSecretsManager(() => clock.now().getTime());
  });

  it('makes a set of keys in empty secrets, and changes nothing where they are whole', async () => {
    await rotation().complete();
    expect(manager.writes.sort()).toEqual(['encrypt', 'hash', 'list', 'mail', 'public', 'sign']);
    await rotation().complete();
    expect(manager.writes).toHaveLength(6);
  });
  it('publishes the public keys before the secret that signs, and again where they got lost', async () => {
    await rotation().complete();
    expect(manager.writes.indexOf('public')).toBeLessThan(manager.writes.indexOf('sign'));
    const published = manager.valueOf('public');
    manager.replace('public', '{}');
    await rotation().complete();
    expect(manager.valueOf('public')).toBe(published);
  });
  it.each(['', 'random', '[]', '"a"'])('leaves a secret as it is that holds %j and no JSON object', async (text) => {
    manager.replace('hash', text);
    await expect(rotation().complete()).rejects.toThrow('the secret is no JSON object');
    expect(manager.valueOf('hash')).toBe(text);
  });
  it.each([
    ['pepper', 60],
    ['signing', 360],
  ] as const)('of %s is refused until its next key has been there for %d seconds', async (what, seconds) => {
    await rotation().complete();
    const held = manager.valueOf(secretNames[what]);
    clock.advance(seconds - 0.001);
    await expect(rotation().rotate([what])).rejects.toMatchObject({ name: 'RotationTooEarly' });
    expect(manager.valueOf(secretNames[what])).toBe(held);
    clock.advance(0.001);
    await rotation().rotate([what]);
    expect(manager.valueOf(secretNames[what])).not.toBe(held);
    await expect(rotation().rotate([what])).rejects.toMatchObject({ name: 'RotationTooEarly' });
  });
  it('of several keys writes each secret once, and none where one is too early', async () => {
    await rotation().complete();
    manager.writes.length = 0;
    clock.advance(60);
    await expect(rotation().rotate(['pepper', 'csrf', 'signing'])).rejects.toMatchObject({ name: 'RotationTooEarly' });
    expect(manager.writes).toEqual([]);
    clock.advance(300);
    await rotation().rotate(['pepper', 'refresh', 'csrf', 'signing']);
    expect(manager.writes).toEqual(['hash', 'public', 'sign']);
  });
});
