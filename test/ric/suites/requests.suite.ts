import { randomUUID } from 'node:crypto';
import { api } from '../../../lambdas/api.ts';
import type { Contract } from '../../../lambdas/kernel/http/contract.ts';
import { ada, signedInBrowser } from '../../flows/people.ts';
import { outcome, paths, refresh, signedInByBody, tokensIn, whoAmI } from '../../flows/tokens.ts';
import type { Deployment } from '../deployment.ts';

const routes = Object.values<Contract>(api).flatMap(({ flow, routes }) =>
  Object.values(routes).map(({ method, path }) => [flow, method, path] as const),
);

/** What people and clients of the API see. */
export function requestsSuite(deployed: () => Deployment): void {
  describe('requests', () => {
    it('bring somebody from registration by mail, sign-in and refresh to signing out', async () => {
      const at = deployed();
      const person = { ...ada, email: 'journey@example.com' };
      const { accessToken, refreshToken, userId } = await signedInByBody(at, person);
      const me = await whoAmI(at, accessToken);
      expect([me.status, me.body.data]).toMatchObject([200, { id: userId, email: person.email, email_verified: true }]);
      const next = tokensIn(await refresh(at, refreshToken));
      expect(outcome(await whoAmI(at, next.accessToken))).toBe('200');
      const headers = { authorization: `Bearer ${next.accessToken}` };
      expect(outcome(await at.call('POST', paths.logout, { headers }))).toBe('204');
      expect(outcome(await whoAmI(at, next.accessToken))).toBe('401 TOKEN_INVALID');
    });

    it('of a browser do the same with cookies', async () => {
      const { browser, person } = await signedInBrowser(deployed(), { ...ada, email: 'browser@example.com' });
      const refreshed = await browser.client.session.refresh({ body: {} });
      expect(refreshed).toMatchObject({ ok: true, data: { user: { email: person.email } } });
      expect(await browser.client.session.logout({ body: {} })).toMatchObject({ ok: true, status: 204 });
      expect(browser.cookies.get('__Host-refresh')).toBeUndefined();
    });

    it.each(routes)('to %s are answered by it: %s %s', async (_flow, method, path) => {
      const target = path.replace(/\{\w+\}/g, randomUUID());
      const body = method === 'GET' ? {} : { body: {} };
      const answer = await deployed().call(method, target, body);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers['x-request-id']).toBeTruthy();
    });

    it.each([
      ['GET', '/api/v1/nothing', '404 NOT_FOUND', undefined],
      ['GET', '/', '404 NOT_FOUND', undefined],
      ['DELETE', paths.login, '405 METHOD_NOT_ALLOWED', 'POST'],
      ['HEAD', paths.me, '405 METHOD_NOT_ALLOWED', 'DELETE, GET, PATCH'],
    ])('that no route matches are answered by $default: %s %s', async (method, path, expected, allow) => {
      const answer = await deployed().call(method, path);
      expect([method === 'HEAD' ? expected : outcome(answer), answer.status, answer.headers.allow]).toEqual([
        expected,
        Number(expected.slice(0, 3)),
        allow,
      ]);
    });

    it('find every dependency up, and leave a database asleep that may be', async () => {
      const states = async (query: string) => (await deployed().call('GET', `/api/v1/health/ready${query}`)).body.data;
      const up = { status: 'up', dependencies: { database: 'up', store: 'up', keys: 'up' } };
      expect(await states('?deep=1')).toEqual(up);
      const pauses = deployed().cloud.resources.config.capacity.database.minAcu === 0;
      expect(await states('')).toEqual(
        pauses ? { ...up, dependencies: { ...up.dependencies, database: 'not_asked' } } : up,
      );
    });

    it('get the published keys, and no private member of one [A101]', async () => {
      const { body } = await deployed().call('GET', '/.well-known/jwks.json');
      const keys = body.keys as Record<string, string>[];
      expect(keys.length).toBeGreaterThan(1);
      for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    });
  });
}
