import fc from 'fast-check';
import { openNodePostgres } from '../../../lambdas/adapters/database/node-postgres.ts';
import { type ClearableKeyValue, memoryStore } from '../../../lambdas/adapters/kv/memory.ts';
import { redisStore } from '../../../lambdas/adapters/kv/redis.ts';
import type { Database } from '../../../lambdas/ports/database.ts';
import {
  freshDataApiDatabase,
  freshDatabase,
  freshPglite,
  postgresUrl,
  redisServerUrl,
  redisUrl,
} from '../../services/databases.ts';
import { startDynamoDbStore } from '../../services/dynamodb.ts';
import { protocolCommands } from './model/commands.ts';
import { newModel } from './model/model.ts';
import { frozenClock, World } from './model/world.ts';

const clock = frozenClock();

const databases: [string, boolean, () => Promise<Database>][] = [
  ['PGlite', true, () => freshPglite()],
  ['PostgreSQL', Boolean(postgresUrl), async () => openNodePostgres({ connectionString: await freshDatabase() })],
  ['the Data API', true, () => freshDataApiDatabase('PGlite')],
];
const stores: [string, boolean, () => Promise<ClearableKeyValue>][] = [
  ['memory', true, async () => memoryStore(clock)],
  ['Redis', Boolean(redisServerUrl), async () => redisStore({ clock, ...redisUrl() })],
  ['DynamoDB', true, () => startDynamoDbStore(clock)],
];

const pairs = databases.flatMap(([database, hasDatabase, openDatabase]) =>
  stores.map(([store, hasStore, openStore]) => ({
    title: `over ${database} and ${store}`,
    available: hasDatabase && hasStore,
    openDatabase,
    openStore,
  })),
);

describe('the session protocol does what its model says', () => {
  for (const { title, available, openDatabase, openStore } of pairs) {
    (available ? describe : describe.skip)(title, () => {
      let database: Database;
      let store: ClearableKeyValue;

      beforeAll(async () => {
        database = await openDatabase();
        store = await openStore();
      });
      afterAll(async () => {
        await database.close();
        await store.close();
      });

      it('keeps one live token a session, refuses what has ended, and mails each reuse once [A32] [A33] [A106] [A108]', async () => {
        await fc.assert(
          fc.asyncProperty(protocolCommands(), async (commands) => {
            const world = await World.create(database, store, clock);
            const setup = () => ({ model: newModel(clock.now().getTime() / 1000), real: world });
            await fc.asyncModelRun(setup, commands);
          }),
          { numRuns: Number(process.env.MODEL_RUNS ?? 120) },
        );
      }, 240_000);
    });
  }
});
