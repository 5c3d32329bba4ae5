import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Profile } from '../../infra/config.ts';
import { systemClock } from '../../lambdas/adapters/clock/system.ts';
import { api } from '../../lambdas/api.ts';
import { bundleProfile } from '../../local/bundle/bundle.ts';
import { createGateway, type Gateway } from '../../local/gateway/gateway.ts';
import type { GatewayRequest } from '../../local/gateway/message.ts';
import { type Visited, visited } from '../platform/visited.ts';
import { deliver, streamOf } from '../services/nudge-stream.ts';
import { type Cloud, startCloud } from './cloud/cloud.ts';
import { origin } from './cloud/roles.ts';
import { type Instance, startInstance } from './lambda/instance.ts';

/** A stage as it is deployed: every bundle of its profile under the runtime client, in an account of its own. */
export interface Deployment extends Visited {
  cloud: Cloud;
  /** API Gateway, for those who get past the edge. */
  gateway: Gateway;
  /** The function's only instance, which is started where there is none. */
  instance(name: string): Promise<Instance>;
  invoke(name: string, event: unknown): Promise<unknown>;
  /** Works off the streams of nudges, as their workers are told of them. */
  settled(): Promise<void>;
  /** Stops the instances of those functions, of all where none is named: the next event starts one anew. */
  recycle(...names: string[]): Promise<void>;
  /** Each line that a function has logged, by its name. */
  logged(): { name: string; line: string }[];
  stop(): Promise<void>;
}

/** Bundles, starts the account, and does what a deploy does: migrations and keys first, then the rest. */
export async function deploy(profile: Profile, client: string): Promise<Deployment> {
  // Outside of the repository: what is not in a bundle is not found.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'gatehouse-ric-')));
  const cloud = await startCloud(profile);
  const instances = new Map<string, Promise<Instance>>();
  const lines: { name: string; lines: readonly string[] }[] = [];

  async function start(name: string): Promise<Instance> {
    const settings = cloud.functions.find((one) => one.name === name);
    if (!settings) throw new Error(`there is no function ${name}`);
    const { environment, timeoutSeconds } = settings;
    const trusted: Record<string, string> = cloud.cache ? { NODE_EXTRA_CA_CERTS: cloud.cache.authority } : {};
    const instance = await startInstance({
      client,
      folder: join(folder, 'functions', name),
      name,
      environment: { ...environment, ...trusted, AWS_ENDPOINT_URL: cloud.access.endpoint },
      timeoutSeconds,
    });
    lines.push({ name, lines: instance.lines });
    return instance;
  }
  function instance(name: string): Promise<Instance> {
    const running = instances.get(name) ?? start(name);
    instances.set(name, running);
    running.catch(() => instances.delete(name));
    return running;
  }
  const invoke = async (name: string, event: unknown) => (await instance(name)).invoke(event);
  async function recycle(...names: string[]): Promise<void> {
    const chosen = [...instances].filter(([name]) => names.length === 0 || names.includes(name));
    for (const [name] of chosen) instances.delete(name);
    await Promise.all(chosen.map(async ([, one]) => (await one).stop()));
  }
  async function stop(): Promise<void> {
    await recycle();
    await cloud.stop();
    await rm(folder, { recursive: true });
  }

  const { nudgeTable, jobNudgeTable } = cloud.resources;
  const streams = [
    { records: streamOf(cloud.dynamoDb, nudgeTable.name), workers: ['sender', 'sweeper'] },
    { records: streamOf(cloud.dynamoDb, jobNudgeTable.name), workers: ['jobs'] },
  ];
  async function settled(): Promise<void> {
    for (let isDue = true; isDue; ) {
      isDue = false;
      for (const { records, workers } of streams) {
        const due = await records();
        isDue ||= due.length > 0;
        for (const worker of workers)
          await deliver(due, (event) => invoke(worker, event) as ReturnType<Parameters<typeof deliver>[1]>);
      }
    }
  }

  const contracts = Object.values(api);
  const handlers = new Map(contracts.map(({ flow }) => [flow, (event: unknown) => invoke(flow, event)] as const));
  const gateway = createGateway({
    contracts,
    handlers,
    clock: systemClock,
    onFault: (error) => process.stderr.write(`${error}\n`),
  });

  try {
    await bundleProfile(profile, join(folder, 'functions'));
    for (const name of ['migrate', 'key-rotation']) await invoke(name, {});
    const edge = throughEdge(gateway, cloud);
    const door = await visited({ gateway: edge, origin, clock: systemClock, inbox: cloud.inbox, settled });
    const logged = () => lines.flatMap(({ name, lines }) => lines.map((line) => ({ name, line })));
    return { ...door, cloud, gateway, instance, invoke, settled, recycle, logged, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** CloudFront: it shows its secret and says who the viewer is; the API sees the address of CloudFront itself. */
export function throughEdge(gateway: Gateway, { secrets, resources }: Cloud): Gateway {
  return ({ headers, sourceIp, ...request }: GatewayRequest) => {
    const { a } = JSON.parse(secrets.valueOf(resources.edgeSecretArn)) as { a: string };
    const own = ['x-origin-verify', 'x-viewer-ip'];
    const passed = headers.filter(([name]) => !own.includes(name.toLowerCase()));
    return gateway({
      ...request,
      headers: [...passed, ['x-origin-verify', a], ['x-viewer-ip', sourceIp]],
      sourceIp: '130.176.0.1',
    });
  };
}
