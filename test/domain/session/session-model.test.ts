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

type OpenDatabase = () => Promise<Database>;
type OpenStore = () => Promise<ClearableKeyValue>;

const pglite = () => freshPglite();
const postgres = async () => openNodePostgres({ connectionString: await freshDatabase() });
const dataApi = () => freshDataApiDatabase(postgresUrl ? 'PostgreSQL' : 'PGlite');
const memory = async () => memoryStore(clock);
const redis = async () => redisStore({ clock, ...redisUrl() });
const dynamoDb = () => startDynamoDbStore(clock);
const [hasPostgres, hasRedis] = [Boolean(postgresUrl), Boolean(redisServerUrl)];

/**
 * The pairs that somebody runs: `npm start` with what is embedded, a database and a store of one's own, and both
 * profiles. The protocol knows ports alone, and what each adapter promises is told by its port's suite: other pairs would
 * find nothing.
 */
const pairs: { title: string; available: boolean; openDatabase: OpenDatabase; openStore: OpenStore }[] = [
  { title: 'PGlite and memory', available: true, openDatabase: pglite, openStore: memory },
  { title: 'PostgreSQL and memory', available: hasPostgres, openDatabase: postgres, openStore: memory },
  { title: 'PostgreSQL and Redis', available: hasPostgres && hasRedis, openDatabase: postgres, openStore: redis },
  { title: 'the Data API and DynamoDB', available: true, openDatabase: dataApi, openStore: dynamoDb },
  { title: 'the Data API and Redis', available: hasRedis, openDatabase: dataApi, openStore: redis },
];

describe('the session protocol does what its model says', () => {
  for (const { title, available, openDatabase, openStore } of pairs) {
    (available ? describe : describe.skip)(`over ${title}`, () => {
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
