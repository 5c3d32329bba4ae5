import { ada, post } from '../../flows/people.ts';
import { outcome, refresh, signedInByBody, tokensIn, whoAmI } from '../../flows/tokens.ts';
import type { Deployment } from '../deployment.ts';
import { atDeploy, bounced, scheduled } from '../events.ts';

const daySeconds = 86_400;

export function workersSuite(deployed: () => Deployment): void {
  const resources = () => deployed().cloud.resources;
  const register = (email: string) => post(deployed(), 'register', { ...ada, email });

  describe('the sender', () => {
    it('sends a mail once, though the stream tells of it twice and in any order', async () => {
      const addresses = ['one@example.com', 'two@example.com', 'three@example.com'];
      for (const email of addresses) expect(outcome(await register(email))).toBe('202');
      await deployed().settled();
      for (const email of addresses) expect(await deployed().mailbox.list(email)).toHaveLength(1);
    });
  });

  describe('the sweeper', () => {
    it('cleans up with a nudge where the database pauses, once a day, and leaves it to the clock elsewhere', async () => {
      await deployed().settled();
      const cleaned = deployed()
        .logged()
        .filter(({ line }) => line.includes('"cleaned up"'));
      expect(cleaned.map(({ name }) => name)).toEqual(resources().config.profile === 'economy' ? ['sweeper'] : []);
    });
  });

  describe('mail feedback', () => {
    it('holds mail back from an address that bounced for good', async () => {
      expect(await deployed().invoke('mail-feedback', bounced('bounced@example.com'))).toBeNull();
      expect(outcome(await register('bounced@example.com'))).toBe('202');
      expect(await deployed().mailbox.list('bounced@example.com')).toEqual([]);
    });
  });

  describe('by the clock', () => {
    it.each(['migrate', 'key-rotation', 'sweeper', 'clean-up', 're-encryption', 'statistics'])(
      '%s finds nothing to do',
      async (worker) => {
        await deployed().settled();
        const { writes } = deployed().cloud.secrets;
        const before = writes.length;
        expect(await deployed().invoke(worker, scheduled(worker))).toBeNull();
        expect(writes.length).toBe(before);
        expect(await deployed().cloud.inbox.list()).toEqual(await deployed().mailbox.list());
      },
    );

    it('the functions get another login, and those that use the one before are still let in', async () => {
      const { cloud } = deployed();
      const { appSecretArn } = resources().database;
      const loginOf = () => JSON.parse(cloud.secrets.valueOf(appSecretArn)) as { username: string; password: string };
      const { accessToken } = await signedInByBody(deployed(), { ...ada, email: 'login@example.com' });
      const before = loginOf();
      cloud.age(appSecretArn, 91 * daySeconds);
      await deployed().invoke('migrate', scheduled('migrate'));
      expect(loginOf()).toMatchObject({ username: `${before.username}_2` });
      expect(loginOf().password).not.toBe(before.password);
      expect(outcome(await whoAmI(deployed(), accessToken))).toBe('200');
      cloud.secrets.replace(appSecretArn, JSON.stringify(before));
      expect(outcome(await whoAmI(deployed(), accessToken))).toBe('200');
      expect(await deployed().invoke('migrate', atDeploy)).toBeNull();
    });

    it('another key signs, and warm functions take what both have signed [A101]', async () => {
      const { cloud } = deployed();
      const { accessToken, refreshToken } = await signedInByBody(deployed(), { ...ada, email: 'keys@example.com' });
      cloud.age(resources().keySecretArns.signing, 31 * daySeconds);
      await deployed().invoke('key-rotation', scheduled('key-rotation'));
      // One that is started now knows the new key alone as the one that signs.
      const warm = await deployed().instance('account');
      await deployed().recycle('session');
      const next = tokensIn(await refresh(deployed(), refreshToken));
      const kid = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
      expect(kid(next.accessToken)).not.toBe(kid(accessToken));
      for (const token of [accessToken, next.accessToken]) expect(outcome(await whoAmI(deployed(), token))).toBe('200');
      expect(await deployed().instance('account')).toBe(warm);
    });
  });
}
