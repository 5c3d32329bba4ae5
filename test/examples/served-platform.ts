import { api } from '../../lambdas/api.ts';
import { flows } from '../../lambdas/compose/flows.ts';
import { createAuthenticator } from '../../lambdas/domain/session/authenticator.ts';
import { httpFunction } from '../../lambdas/kernel/http/function.ts';
import { createGateway } from '../../local/gateway/gateway.ts';
import { serve } from '../../local/gateway/server.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { freePort } from '../services/server.ts';

export interface ServedPlatform extends TestPlatform {
  /** Where it answers over HTTP: the issuer of its tokens. */
  issuer: string;
  /** Every path that was asked for over HTTP, in order. */
  asked: string[];
  /** Lets it answer over HTTP, or lets every request find nobody. */
  listen(): Promise<void>;
  mute(): Promise<void>;
}

/** A whole platform that listens on a port of loopback. */
export async function servePlatform(): Promise<ServedPlatform> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const at = await startPlatform({
    settings: { GATEHOUSE_ORIGIN: issuer, GATEHOUSE_RP_ID: 'localhost' },
    limits: false,
  });
  const authenticator = createAuthenticator();
  const { platform } = at;
  const handlers = new Map(
    flows.map((flow) => [flow.contract.flow, httpFunction({ flow, platform, authenticator })] as const),
  );
  const onFault = (error: unknown) => platform.log.error('function failed', { error });
  const gateway = createGateway({ contracts: Object.values(api), handlers, clock: at.clock, onFault });
  const asked: string[] = [];
  const open = () =>
    serve({
      host: 'localhost',
      port,
      onFault,
      respond: (request) => {
        asked.push(request.target);
        return gateway(request);
      },
    });
  let server = await open();
  return {
    ...at,
    issuer,
    asked,
    async listen() {
      server = await open();
    },
    mute: () => server.close(0),
    async close() {
      await server.close(0);
      await at.close();
    },
  };
}
