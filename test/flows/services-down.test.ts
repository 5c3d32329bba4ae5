/** What people see while the services of AWS beside the database do not work: 503 and no loss, never 500. */

import { newId } from '../../lambdas/kernel/id.ts';
import type { CallAnswer } from '../platform/call.ts';
import type { Fronts } from '../platform/cloud-adapters.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { answering, faults, losesTheAnswer } from '../services/faulty-service.ts';
import { sesError } from '../services/ses.ts';
import { ada, grace, post } from './people.ts';
import { login, outcome, paths, refresh, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

const unavailable = '503 DEPENDENCY_UNAVAILABLE, Retry-After';
const throttled = answering(400, JSON.stringify({ __type: 'ThrottlingException' }));
const outages = Object.entries({
  'hangs up': faults['hangs up'],
  'answers nonsense': faults['answers nonsense'],
  throttles: throttled,
});

let at: TestPlatform;
beforeAll(async () => {
  const cloud = { store: 'dynamodb', mail: 'ses', queue: 'stream', keys: 'secrets-manager' } as const;
  at = await startPlatform({ ...cloud, faulty: true });
  // The first calls load what the SDK needs for them, which is no part of what a service may take.
  const { store, queue, keys } = at.platform;
  await Promise.all([store.ping(), queue.nudge([{ kind: 'outbox', id: newId(at.clock) }]), keys.ring('pepper')]);
});
beforeEach(() => at.reset());
afterAll(() => at.close());

function front(name: keyof Fronts) {
  const found = at.fronts[name];
  if (!found) throw new Error(`nothing stands before ${name}`);
  return found;
}

/**
 * The outcome of each request, and whether it says that one may come again. All at once: each waits for its own deadlines,
 * which are of real time, and one behind the other they would take longer than a test may on a busy machine.
 */
async function outcomes(requests: Record<string, () => Promise<CallAnswer>>): Promise<Record<string, string>> {
  const found = Object.entries(requests).map(async ([name, ask]) => {
    const answer = await ask();
    return [name, outcome(answer) + (Number(answer.headers['retry-after']) > 0 ? ', Retry-After' : '')];
  });
  return Object.fromEntries(await Promise.all(found));
}

const register = (person = grace) => post(at, 'register', person);
const mails = async () => (await at.mailbox.list(grace.email)).length;

describe.each(outages)('while DynamoDB %s', (_what, fault) => {
  it('nobody can guess and nobody is signed out, and everything works afterwards [A10] [ASVS 16.5.2]', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    const guess = { request_token: 'a'.repeat(43), code: 'ABCD-2345' };
    front('store').play(fault);
    const during = await outcomes({
      'sign-in': () => login(at, ada),
      'a guess': () => post(at, 'verify-email', guess),
      profile: () => whoAmI(at, accessToken),
      refresh: () => refresh(at, refreshToken),
    });
    expect(during).toEqual({ 'sign-in': unavailable, 'a guess': unavailable, profile: '200', refresh: '200' });
    front('store').play(null);
    const after = { 'sign-in': () => login(at, ada), registration: register };
    expect(await outcomes(after)).toEqual({ 'sign-in': '200', registration: '202' });
  });
});

describe('a sign-out while DynamoDB hangs up', () => {
  it('is felt at once, and its tombstone lands once the store is back', async () => {
    const { accessToken } = await signedInByBody(at);
    await whoAmI(at, accessToken);
    front('store').play(faults['hangs up']);
    const bearer = { authorization: `Bearer ${accessToken}` };
    expect(outcome(await at.call('POST', paths.logout, { headers: bearer }))).toBe('204');
    expect(outcome(await whoAmI(at, accessToken))).toBe('401 TOKEN_INVALID');
    await at.settled();
    front('store').play(null);
    at.clock.advance(120);
    expect(await at.outbox.sweep()).toBe(1);
    at.counts.clear();
    expect(outcome(await whoAmI(at, accessToken))).toBe('401 TOKEN_INVALID');
    expect(at.counts.statements).toEqual([]);
  });
});

describe.each([...outages, ['is empty', answering(200, '{}')] as const])('while Secrets Manager %s', (_what, fault) => {
  it('what needs a key is 503 once keys are a minute old, and works afterwards with the same ones', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    front('keys').play(fault);
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    at.clock.advance(60);
    const requests = {
      'sign-in': () => login(at, ada),
      registration: register,
      profile: () => whoAmI(at, accessToken),
      refresh: () => refresh(at, refreshToken),
      ready: () => at.call('GET', '/api/v1/health/ready'),
      live: () => at.call('GET', '/api/v1/health'),
    };
    expect(await outcomes(requests)).toEqual({
      'sign-in': unavailable,
      registration: unavailable,
      profile: unavailable,
      refresh: unavailable,
      ready: unavailable,
      live: '200',
    });
    front('keys').play(null);
    const next = tokensIn(await refresh(at, refreshToken));
    expect(outcome(await whoAmI(at, next.accessToken))).toBe('200');
    expect(outcome(await login(at, ada))).toBe('200');
  });
});

describe('a mail', () => {
  it.each([
    ['is throttled', answering(400, sesError('Throttling', 'Maximum sending rate exceeded.'))],
    ['meets an SES that is down', faults['answers 503']],
    ['meets an SES that does not know its sender', answering(400, sesError('MailFromDomainNotVerified', 'no'))],
  ])('that %s is sent once afterwards, and its request never knew', async (_what, fault) => {
    front('mail').play(fault);
    expect(outcome(await register())).toBe('202');
    expect(await mails()).toBe(0);
    front('mail').play(null);
    at.clock.advance(120);
    await at.outbox.sweep();
    expect(await mails()).toBe(1);
    expect(front('mail').requests()).toBe(1);
  });
  it('whose answer is lost is sent again, and bears the same id', async () => {
    front('mail').play(losesTheAnswer, 1);
    expect(outcome(await register())).toBe('202');
    expect(await mails()).toBe(1);
    at.clock.advance(120);
    await at.outbox.sweep();
    expect(front('mail').requests()).toBe(2);
    expect(await mails()).toBe(1);
  });
  it('that is refused for good is not tried again', async () => {
    front('mail').play(answering(400, sesError('InvalidParameterValue', 'Illegal address')));
    expect(outcome(await register())).toBe('202');
    await at.settled();
    at.clock.advance(7_200);
    expect(await at.outbox.sweep()).toBe(0);
    expect(front('mail').requests()).toBe(1);
  });
  it('whose nudge comes twice and out of order is sent once', async () => {
    front('mail').play(null);
    for (const email of ['one@example.com', 'two@example.com', 'three@example.com']) {
      expect(outcome(await register({ ...grace, email }))).toBe('202');
    }
    expect(await at.mailbox.list()).toHaveLength(3);
    expect(front('mail').requests()).toBe(3);
  });
  it.each(outages)('whose nudge meets a DynamoDB that %s is found by the sweeper', async (_what, fault) => {
    front('queue').play(fault);
    expect(outcome(await register())).toBe('202');
    expect(await mails()).toBe(1);
  });
});
