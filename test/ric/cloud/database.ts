import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { openNodePostgres } from '../../../lambdas/adapters/database/node-postgres.ts';
import { type Engine, postgresEngine } from '../../services/data-api/engine.ts';
import { type DataApiServer, startDataApi } from '../../services/data-api/server.ts';
import { freshDatabase } from '../../services/databases.ts';
import type { SecretsManager } from '../../services/secrets-manager.ts';

export interface ClusterSecrets {
  /** Holds `{"username", "password"}` of the owner; this function puts it there. */
  owner: string;
  /** The same of the functions' login, which is no user of the database yet. */
  app: string;
}

/**
 * An empty database behind the Data API. Its owner is who the master user of a cluster is: one that may make roles and
 * is no superuser. Each secret connects as the user that it names now.
 */
export async function startCluster(secrets: SecretsManager, names: ClusterSecrets): Promise<DataApiServer> {
  const url = await freshDatabase({ empty: true });
  const owner = `owner_${randomUUID().replaceAll('-', '')}`;
  await makeOwner(url, owner);
  secrets.replace(names.owner, JSON.stringify({ username: owner, password: 'of-the-owner' }));
  const engines = new Map<string, Engine>();
  const server = await startDataApi((secret) => {
    if (secret !== names.owner && secret !== names.app) return undefined;
    const { username } = JSON.parse(secrets.valueOf(secret)) as { username: string };
    const engine = engines.get(username) ?? postgresEngine(as(url, username));
    engines.set(username, engine);
    return engine;
  });
  const close = server.close;
  return Object.assign(server, {
    async close() {
      await close();
      await Promise.all([...engines.values()].map((engine) => engine.close()));
    },
  });
}

async function makeOwner(url: string, owner: string): Promise<void> {
  const admin = openNodePostgres({ connectionString: url, maxConnections: 1 });
  const statements = [
    `create role ${owner} login createrole`,
    `alter database ${new URL(url).pathname.slice(1)} owner to ${owner}`,
    // Other databases of this server may have made the role before; on a cluster of its own the owner makes it.
    `do $$ begin
       if exists (select 1 from pg_roles where rolname = 'gatehouse_app') then
         grant gatehouse_app to ${owner} with admin option;
       end if;
     end $$`,
  ];
  for (const statement of statements) await admin.rows(sql.raw(statement));
  await admin.close();
}

function as(url: string, username: string): string {
  const changed = new URL(url);
  changed.username = username;
  return changed.href;
}
