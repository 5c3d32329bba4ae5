import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeAccess, storeUser } from '../../../infra/constructs/session-store.ts';
import { startRedisCluster } from '../../services/redis-cluster.ts';

/** The cache of the standard profile: a cluster over TLS alone, whose user may do what the stack lets it. */
export interface Cache {
  /** Without its user. */
  url: string;
  login: { username: string; password: string };
  urlWithLogin: string;
  ca: string;
  /** A file of the authority that functions have to trust. */
  authority: string;
  /** It is gone, and what it held. */
  stop(): Promise<void>;
}

export async function startCache(): Promise<Cache> {
  const cluster = await startRedisCluster({ user: storeUser, access: storeAccess });
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-cache-'));
  const authority = join(folder, 'authority.pem');
  await writeFile(authority, cluster.ca);
  const { host, username, password } = new URL(cluster.url);
  let stopped: Promise<void> | undefined;
  return {
    url: `rediss://${host}`,
    login: { username, password },
    urlWithLogin: cluster.url,
    ca: cluster.ca,
    authority,
    stop() {
      stopped ??= cluster.stop().then(() => rm(folder, { recursive: true }));
      return stopped;
    },
  };
}
