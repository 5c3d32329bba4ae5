import { createServer, type Server as TcpServer } from 'node:net';
import { sql } from 'drizzle-orm';
import { type Database, sqlState } from '../../lambdas/ports/database.ts';
import type { RefusalName } from '../services/data-api/refusal.ts';
import { answering, faults, losesTheAnswer } from '../services/faulty-service.ts';
import { freePort } from '../services/server.ts';
import { standIn } from '../services/stand-in.ts';
import { caught, dataApiFixture, fact, only, read, refusing } from './data-api.fixture.ts';

/** Whether each of them, all under way at once, fails as an outage. */
const outages = async (database: Database, uses: Promise<unknown>[]) =>
  (await Promise.all(uses.map(caught))).map((error) => database.isUnavailable(error));
const allOfThree = [true, true, true];

const at = dataApiFixture();

describe('a service that is not there', () => {
  const uses = (database: Database) => [database.ping(), database.rows(read), database.transaction(async () => {})];

  it('is unavailable where nothing listens', async () => {
    const database = at.open({ service: standIn(await freePort()) });
    expect(await outages(database, uses(database))).toEqual(allOfThree);
  });
  it('is unavailable where its name is unknown', async () => {
    const database = at.open({ service: { ...standIn(443), endpoint: 'https://nowhere.invalid' } });
    expect(database.isUnavailable(await caught(database.ping()))).toBe(true);
  });
  it('is unavailable where something accepts and says nothing', async () => {
    const silent: TcpServer = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const database = at.open({ service: standIn(port), statementSeconds: 0.2 });
    expect(await outages(database, uses(database))).toEqual(allOfThree);
    await database.close();
    silent.close();
  });
  it.each(Object.entries(faults))(
    'is unavailable where it %s, to reads, writes and transactions',
    async (_what, fault) => {
      const database = at.open({ statementSeconds: 0.5 });
      at.service.play(fault);
      const statements = [database.rows(read), database.rows(fact('a')), database.transaction(async () => {})];
      expect(await outages(database, statements)).toEqual(allOfThree);
      at.service.play(null);
      expect(await database.rows(read)).toEqual([]);
    },
  );
});

describe('a call that fails once', () => {
  const throttling = { throttles: refusing('ThrottlingException'), 'answers 429': answering(429, '') };
  const quickly = Object.entries({ ...faults, ...throttling }).filter(
    // These two only end with the deadline, and then there is no time left to ask again.
    ([what]) => what !== 'is silent' && what !== 'stops in the middle of its answer',
  );

  it.each(quickly)('is made again where it only reads and the service %s', async (_what, fault) => {
    at.service.play(fault, 1);
    expect(await at.open().rows(read)).toEqual([]);
    expect(at.service.requests()).toBe(2);
  });
  it.each(quickly.filter(([what]) => !(what in throttling)))(
    'is not made again where it writes and the service %s',
    async (_what, fault) => {
      const database = at.open();
      at.service.play(fault, 1);
      expect(database.isUnavailable(await caught(database.rows(fact('a'))))).toBe(true);
      expect(at.service.requests()).toBe(1);
    },
  );
  it.each(Object.entries(throttling))(
    'is made again where the service %s, for then nothing was done',
    async (_what, fault) => {
      at.service.play(fault, 2);
      await at.open().rows(fact('a'));
      expect(at.service.requests()).toBe(3);
      expect(await at.facts()).toEqual(['a']);
    },
  );
  it('has done its work once where only the answer was lost', async () => {
    const database = at.open();
    at.service.play(losesTheAnswer, 1);
    expect(database.isUnavailable(await caught(database.rows(fact('a'))))).toBe(true);
    expect(await at.facts()).toEqual(['a']);
  });
  it('is not made again where it reads in a transaction, which takes one statement at a time', async () => {
    const database = at.open();
    at.service.play(only('Execute', losesTheAnswer));
    const error = await caught(database.transaction((tx) => tx.execute(read)));
    expect(database.isUnavailable(error)).toBe(true);
    expect(at.operations()).toEqual(['BeginTransaction', 'Execute', 'RollbackTransaction']);
  });
  it('is given up after the fourth time', async () => {
    const database = at.open();
    at.service.play(refusing('ThrottlingException'));
    expect(database.isUnavailable(await caught(database.rows(fact('a'))))).toBe(true);
    expect(at.service.requests()).toBe(4);
  });
});

describe('a database that is paused', () => {
  const asleep = refusing('DatabaseResumingException');

  it('is waited for, and then the statement runs once', async () => {
    at.service.play(asleep, 2);
    await at.open({ resumeSeconds: 10 }).rows(fact('a'));
    expect(await at.facts()).toEqual(['a']);
  });
  it('is waited for at the beginning of a transaction', async () => {
    at.service.play(asleep, 1);
    await at.open({ resumeSeconds: 10 }).transaction((tx) => tx.execute(fact('a')));
    expect(await at.facts()).toEqual(['a']);
  });
  it('is given its whole time to answer once it is awake', async () => {
    // The pauses before the fourth try are longer than what is left for the statement would then be.
    at.service.play(asleep, 3);
    const database = at.open({ resumeSeconds: 10, statementSeconds: 2 });
    expect(await database.rows(sql`select pg_sleep(0.5)::text as slept`)).toEqual([{ slept: '' }]);
  });
  it('is given no more than the time of a call where it wakes and then says nothing', async () => {
    // A minute for the statement: were that all given, this test would not end.
    const database = at.open({ resumeSeconds: 60, statementSeconds: 60, callSeconds: 1 });
    let asked = 0;
    at.service.play((exchange) => {
      asked += 1;
      return (asked === 1 ? asleep : faults['is silent'])(exchange);
    });
    expect(database.isUnavailable(await caught(database.rows(fact('a'))))).toBe(true);
    expect(asked).toBe(2);
  });
  it('is waited for no longer than the time of a call', async () => {
    const database = at.open({ resumeSeconds: 60, callSeconds: 1 });
    at.service.play(asleep);
    expect(database.isUnavailable(await caught(database.rows(fact('a'))))).toBe(true);
  });
  it('is unavailable where it stays so', async () => {
    const database = at.open({ resumeSeconds: 0.5 });
    at.service.play(asleep);
    const uses = [database.ping(), database.rows(fact('a')), database.transaction(async () => {})];
    expect(await outages(database, uses)).toEqual(allOfThree);
    at.service.play(null);
    expect(await at.facts()).toEqual([]);
  });
});

describe('what the service says', () => {
  it.each<RefusalName>([
    'DatabaseResumingException',
    'DatabaseUnavailableException',
    'InternalServerErrorException',
    'InvalidResourceStateException',
    'SecretsErrorException',
    'ServiceUnavailableError',
    'StatementTimeoutException',
    'ThrottlingException',
    'TransactionNotFoundException',
  ])('is taken for an outage by %s, also inside the error of drizzle', async (name) => {
    const database = at.open({ resumeSeconds: 0 });
    at.service.play(refusing(name));
    expect(database.isUnavailable(await caught(database.rows(fact('a'))))).toBe(true);
    expect(database.isUnavailable(await caught(database.db.execute(fact('a')).execute()))).toBe(true);
  });
  it.each<RefusalName>([
    'AccessDeniedException',
    'DatabaseNotFoundException',
    'ForbiddenException',
    'HttpEndpointNotEnabledException',
    'InvalidSecretException',
    'NotFoundException',
  ])('is taken for an outage that an operator must end by %s, and not asked again', async (name) => {
    const database = at.open();
    at.service.play(refusing(name));
    const error = await caught(database.rows(read));
    expect(error).toMatchObject({ message: `database is unavailable: ${name}`, lasts: true, cause: { name } });
    expect(database.isUnavailable(error)).toBe(true);
    expect(at.service.requests()).toBe(1);
  });
  it.each<RefusalName>(['BadRequestException', 'UnsupportedResultException'])(
    'is taken for no outage by %s, and not asked again',
    async (name) => {
      const database = at.open();
      at.service.play(refusing(name));
      const error = await caught(database.rows(read));
      expect(error).toMatchObject({ name });
      expect(database.isUnavailable(error)).toBe(false);
      expect(at.service.requests()).toBe(1);
    },
  );
  it.each([
    ['08006', true],
    ['25006', true],
    ['53300', true],
    ['57P01', true],
    ['57P03', true],
    ['40001', false],
    ['40P01', false],
    ['28P01', true],
    ['3D000', true],
    ['42501', false],
  ])('with SQLSTATE %s is an outage: %p', async (state, isOutage) => {
    const database = at.open();
    at.service.play(refusing('DatabaseErrorException', `ERROR: as the test asked; SQLState: ${state}`));
    const error = await caught(database.rows(fact('a')));
    expect(sqlState(error)).toBe(state);
    expect(database.isUnavailable(error)).toBe(isOutage);
  });
  it.each(['ECONNREFUSED', 'too large'])(
    'is no outage and no limit where %j is in the text of an error',
    async (text) => {
      const database = at.open();
      const error = await caught(database.rows(sql`select ${text}::uuid`));
      expect([sqlState(error), database.isUnavailable(error)]).toEqual(['22P02', false]);
      expect(error).toMatchObject({ name: 'DatabaseErrorException' });
      expect(at.api.calls).toHaveLength(1);
    },
  );
  it('in its older form of a transaction that is gone is an outage', async () => {
    const database = at.open();
    at.service.play(refusing('BadRequestException', 'Transaction AX4z is not found'));
    expect(database.isUnavailable(await caught(database.rows(fact('a'))))).toBe(true);
  });
});
