import { setTimeout as pause } from 'node:timers/promises';
import { ada } from '../../flows/people.ts';
import { outcome, refresh, signedInByBody, tokensIn, whoAmI } from '../../flows/tokens.ts';
import type { Deployment } from '../deployment.ts';

/** For how long the adapters believe that a connection is still good, and more. */
const frozenMs = 4_000;

/** Between two events Lambda stops the process, for seconds or for hours. */
export function frozenSuite(deployed: () => Deployment): void {
  describe('a function that was frozen', () => {
    it('answers as before, though every connection was closed meanwhile', async () => {
      const at = deployed();
      const { accessToken, refreshToken } = await signedInByBody(at, { ...ada, email: 'frozen@example.com' });
      const { refreshToken: next } = tokensIn(await refresh(at, refreshToken));
      await whoAmI(at, accessToken);
      at.cloud.access.dropConnections();
      await pause(frozenMs);
      expect([outcome(await whoAmI(at, accessToken)), outcome(await refresh(at, next))]).toEqual(['200', '200']);
    });
  });
}
