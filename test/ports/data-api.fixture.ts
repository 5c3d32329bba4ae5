/** A stand-in of the Data API that can be made faulty, and databases that reach it, for the tests of that adapter. */
import { sql } from 'drizzle-orm';
import { type DataApiOptions, openDataApi } from '../../lambdas/adapters/database/data-api.ts';
import type { Database } from '../../lambdas/ports/database.ts';
import { answerOf, Refusal, type RefusalName } from '../services/data-api/refusal.ts';
import type { DataApiServer } from '../services/data-api/server.ts';
import { freshDataApi } from '../services/databases.ts';
import { answering, type Fault, type FaultyService, startFaultyService } from '../services/faulty-service.ts';

export const caught = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
export const refusing = (name: RefusalName, message = 'as the test asked'): Fault => {
  const { status, headers, body } = answerOf(new Refusal(name, message));
  return answering(status, body, headers);
};
/** The fault meets the calls of one operation; the others pass. */
export const only =
  (operation: string, fault: Fault): Fault =>
  async (exchange) => {
    if (exchange.path === `/${operation}`) return fault(exchange);
    const { status, headers, body } = await exchange.pass();
    return exchange.response.writeHead(status, headers).end(body);
  };

export const read = sql`select name from platform_facts order by name`;
export const fact = (name: string) => sql`insert into platform_facts (name, value) values (${name}::text, '1')`;

export interface Fixture {
  api: DataApiServer;
  /** Stands before it and can be made faulty. */
  service: FaultyService;
  /** A database of this test, which gives up soon. */
  open(options?: Partial<DataApiOptions>): Database;
  /** The names of the facts that are there. */
  facts(): Promise<string[]>;
  /** What the stand-in itself was called for in this test. */
  operations(): string[];
}

/** Starts it for the tests of this file; each begins with no facts and no faults. */
export function dataApiFixture(): Fixture {
  const opened: Database[] = [];
  const at = {
    open(options: Partial<DataApiOptions> = {}): Database {
      const quick = { statementSeconds: 1, resumeSeconds: 1 };
      const database = openDataApi({ ...at.api.options, service: at.service.service, ...quick, ...options });
      opened.push(database);
      return database;
    },
    facts: async () => (await at.open().rows<{ name: string }>(read)).map(({ name }) => name),
    operations: () => at.api.calls.map(({ operation }) => operation),
  } as Fixture;

  beforeAll(async () => {
    at.api = await freshDataApi('PGlite');
    at.service = await startFaultyService(at.api.port);
  });
  beforeEach(async () => {
    at.service.play(null);
    await at.open().rows(sql`delete from platform_facts`);
    at.api.calls.length = 0;
  });
  afterEach(() => Promise.all(opened.splice(0).map((database) => database.close())));
  afterAll(async () => {
    await at.service.close();
    await at.api.close();
  });
  return at;
}
