import { api } from '../../../lambdas/api.ts';
import type { Contract } from '../../../lambdas/kernel/http/contract.ts';
import type { HeaderField } from '../../../local/gateway/message.ts';
import type { Deployment } from '../deployment.ts';

const firstRoutes = Object.values<Contract>(api).map(({ flow, routes }) => {
  const [route] = Object.values(routes);
  return [flow, route?.method ?? '', route?.path ?? ''] as const;
});

/** Somebody who knows the public address of API Gateway and goes there past the edge. */
export function edgeSuite(deployed: () => Deployment): void {
  describe('past the edge', () => {
    const ask = async (method: string, target: string, headers: HeaderField[]) => {
      const { gateway } = deployed();
      const request = { method, target, headers, body: Buffer.alloc(0), sourceIp: '192.0.2.66' };
      const { status, body } = await gateway(request);
      return `${status} ${JSON.parse(body.toString()).error?.code}`;
    };
    const forged: [string, HeaderField[]][] = [
      ['no secret', []],
      ['an empty secret', [['x-origin-verify', '']]],
      [
        'a wrong secret and the address of somebody else',
        [
          ['x-origin-verify', 'x'],
          ['x-viewer-ip', '192.0.2.1'],
        ],
      ],
    ];

    it.each([...firstRoutes, ['$default', 'GET', '/api/v1/nothing'] as const])(
      'everything of %s is refused [A95]: %s %s',
      async (_flow, method, path) => {
        for (const [what, headers] of forged)
          expect([what, await ask(method, path, headers)]).toEqual([what, '403 FORBIDDEN']);
      },
    );

    it('either of the two secrets is taken, once a function has read them [A95]', async () => {
      const { secrets, resources } = deployed().cloud;
      const { a } = JSON.parse(secrets.valueOf(resources.edgeSecretArn)) as { a: string };
      secrets.replace(resources.edgeSecretArn, JSON.stringify({ a, b: 'the next one' }));
      await deployed().recycle();
      for (const secret of [a, 'the next one'])
        expect(await ask('GET', '/api/v1/health', [['x-origin-verify', secret]])).toBe('200 undefined');
    });
  });
}
