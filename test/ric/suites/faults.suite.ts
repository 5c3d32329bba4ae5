import { setTimeout as pause } from 'node:timers/promises';
import { ada, post } from '../../flows/people.ts';
import { login, outcome, paths, refresh, signedInByBody, tokensIn, whoAmI } from '../../flows/tokens.ts';
import type { CallAnswer } from '../../platform/call.ts';
import { answering, faults } from '../../services/faulty-service.ts';
import { streamRecord } from '../../services/nudge-stream.ts';
import { sesError } from '../../services/ses.ts';
import type { Deployment } from '../deployment.ts';
import { atDeploy, scheduled } from '../events.ts';

const unavailable = '503 DEPENDENCY_UNAVAILABLE, Retry-After';

function said(answer: CallAnswer): string {
  return outcome(answer) + (Number(answer.headers['retry-after']) > 0 ? ', Retry-After' : '');
}

export function faultsSuite(deployed: () => Deployment): void {
  const register = (email: string) => post(deployed(), 'register', { ...ada, email });
  it('a migration that fails says why in one line', async () => {
    const { cloud } = deployed();
    const { appSecretArn } = cloud.resources.database;
    const held = cloud.secrets.valueOf(appSecretArn);
    cloud.secrets.replace(appSecretArn, JSON.stringify({ username: 'no plain name', password: 'x' }));
    const failed = deployed().invoke('migrate', atDeploy);
    await expect(failed).rejects.toMatchObject({
      name: 'FunctionError',
      message: 'Migration failed: the name of the login is not a plain one',
    });
    cloud.secrets.replace(appSecretArn, held);
  });

  it('a record of the stream that is no nudge holds up none of its batch', async () => {
    const records = [streamRecord('outbox:01900000-0000-7000-8000-000000000000', 1), streamRecord('later-kind:1', 2)];
    expect(await deployed().invoke('sender', { Records: records })).toEqual({ batchItemFailures: [] });
  });

  describe('a mail', () => {
    it.each([
      ['is refused for the rate', answering(400, sesError('Throttling', 'Maximum sending rate exceeded.'))],
      ['finds nobody', faults['answers 503']],
    ])('that %s is sent once by a sweep, after its request was answered', async (what, fault) => {
      const at = deployed();
      const email = `${what.replaceAll(' ', '-')}@example.com`;
      at.cloud.mailService.play(fault);
      expect(outcome(await register(email))).toBe('202');
      expect(await at.mailbox.list(email)).toEqual([]);
      at.cloud.mailService.play(null);
      // It is put off for two seconds.
      await pause(2_500);
      expect(await at.invoke('sweeper', scheduled('sweeper'))).toBeNull();
      expect(await at.mailbox.list(email)).toHaveLength(1);
      await at.invoke('sweeper', scheduled('sweeper'));
      expect(await at.mailbox.list(email)).toHaveLength(1);
      expect(at.cloud.mailService.requests()).toBe(1);
    });
  });
}

/** The economy profile lets its database sleep. */
export function pausedSuite(deployed: () => Deployment): void {
  describe('while the database does not wake', () => {
    it('whoever needs it is told to come again before the gateway gives up, and may [ASVS 16.5.2]', async () => {
      const at = deployed();
      const person = { ...ada, email: 'paused@example.com' };
      const newcomer = { ...ada, email: 'paused-newcomer@example.com' };
      const { accessToken, refreshToken } = await signedInByBody(at, person);
      const requests = [
        () => post(at, 'register', newcomer),
        () => login(at, person),
        () => whoAmI(at, accessToken),
        () => refresh(at, refreshToken),
      ];
      at.cloud.cluster.refuses = 'DatabaseResumingException';
      const during = await Promise.all(requests.map((ask) => ask())).finally(() => {
        at.cloud.cluster.refuses = undefined;
      });
      expect(during.map(said)).toEqual(requests.map(() => unavailable));
      const after: string[] = [];
      for (const ask of requests) after.push(said(await ask()));
      expect(after).toEqual(['202', '200', '200', '200']);
      expect(await at.mailbox.list(newcomer.email)).toHaveLength(1);
    }, 90_000);
  });
}

/** The last of all: the cache does not come back. */
export function cacheGoneSuite(deployed: () => Deployment): void {
  it('nobody is signed out by a cache that is gone with all it held, and the sign-out is felt at once [A106]', async () => {
    const at = deployed();
    const { accessToken, refreshToken } = await signedInByBody(at, { ...ada, email: 'cache@example.com' });
    await at.cloud.cache?.stop();
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    const next = tokensIn(await refresh(at, refreshToken));
    const headers = { authorization: `Bearer ${next.accessToken}` };
    expect(outcome(await at.call('POST', paths.logout, { headers }))).toBe('204');
    expect(outcome(await whoAmI(at, next.accessToken))).toMatch(/^401/);
  });
}
