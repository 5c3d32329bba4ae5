import { sql } from 'drizzle-orm';
import { openDataApi } from '../../lambdas/adapters/database/data-api.ts';
import { sqlState } from '../../lambdas/ports/database.ts';
import { describeWith, freshDataApi, freshDataApiDatabase } from '../services/databases.ts';
import { answering, faults, losesTheAnswer, startFaultyService } from '../services/faulty-service.ts';
import { caught, dataApiFixture, fact, only, read } from './data-api.fixture.ts';

const at = dataApiFixture();

describe('a transaction', () => {
  it('whose statement never arrived is rolled back', async () => {
    const database = at.open();
    at.service.play(only('Execute', faults['hangs up']));
    expect(database.isUnavailable(await caught(database.transaction((tx) => tx.execute(fact('a')))))).toBe(true);
    expect(at.api.openTransactions()).toBe(0);
  });
  it('whose commit was carried out and not answered is an outage, and committed', async () => {
    const database = at.open();
    at.service.play(only('CommitTransaction', losesTheAnswer));
    expect(database.isUnavailable(await caught(database.transaction((tx) => tx.execute(fact('a')))))).toBe(true);
    expect(at.operations().filter((operation) => operation === 'CommitTransaction')).toHaveLength(1);
    at.service.play(null);
    expect(await at.facts()).toEqual(['a']);
  });
  it('whose commit never arrived is an outage, and holds its locks no longer', async () => {
    const database = at.open();
    at.service.play(only('CommitTransaction', faults['hangs up']));
    expect(database.isUnavailable(await caught(database.transaction((tx) => tx.execute(fact('a')))))).toBe(true);
    expect(at.api.openTransactions()).toBe(0);
    at.service.play(null);
    expect(await at.facts()).toEqual([]);
  });
  it('that is refused by its work throws what the work threw, though the rollback is not heard', async () => {
    at.service.play(only('RollbackTransaction', faults['hangs up']));
    const refusal = new Error('refused');
    await expect(at.open().transaction(() => Promise.reject(refusal))).rejects.toBe(refusal);
    await at.api.endTransactions();
  });
  it('that expired is an outage, and nothing of it stays', async () => {
    const database = at.open();
    at.api.transactionSeconds = 0.05;
    const error = await caught(
      database.transaction(async (tx) => {
        await tx.execute(fact('a'));
        while (at.api.openTransactions() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
        await tx.execute(fact('b'));
      }),
    );
    at.api.transactionSeconds = 180;
    expect(database.isUnavailable(error)).toBe(true);
    expect(await at.facts()).toEqual([]);
  });
  it('that broke is an outage, though its work went on as if nothing had happened', async () => {
    const database = at.open();
    const error = await caught(
      database.transaction(async (tx) => {
        at.service.play(faults['hangs up'], 1);
        await tx.execute(fact('a')).catch(() => {});
      }),
    );
    expect(sqlState(error)).toBe('25P02');
    expect(database.isUnavailable(error)).toBe(true);
  });
  it('that the service rolled back instead of committing is said to be rolled back', async () => {
    const answer = answering(200, JSON.stringify({ transactionStatus: 'Rollback Complete' }));
    at.service.play(only('CommitTransaction', answer));
    const error = await caught(at.open().transaction((tx) => tx.execute(fact('a'))));
    expect(sqlState(error)).toBe('25P02');
  });
  it('goes on where what broke was undone to its savepoint', async () => {
    await at.open().transaction(async (tx) => {
      await tx.execute(fact('outer'));
      const inner = tx.transaction(async (nested) => {
        at.service.play(faults['hangs up'], 1);
        await nested.execute(fact('inner'));
      });
      expect(await caught(inner)).toBeInstanceOf(Error);
    });
    expect(await at.facts()).toEqual(['outer']);
  });
  it('takes no statement once it is over', async () => {
    const database = at.open();
    const { left } = await database.transaction(async (tx) => ({ left: tx }));
    expect(await caught(left.execute(fact('late')).execute())).toMatchObject({
      cause: { message: 'the transaction is over' },
    });
    expect(at.operations()).toEqual(['BeginTransaction', 'CommitTransaction']);
  });
});

describeWith('PostgreSQL', 'a transaction beside others', () => {
  it('takes statements that were issued together one after the other', async () => {
    const database = await freshDataApiDatabase('PostgreSQL');
    const slow = (name: string) =>
      sql`with slept as (select pg_sleep(0.05)) insert into platform_facts (name, value)
        select ${name}::text, '1' from slept`;
    await database.transaction(async (tx) => {
      await Promise.all(['a', 'b', 'c'].map((name) => tx.execute(slow(name))));
    });
    expect(await database.rows(read)).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    await database.close();
  });
  it('is begun anew where its begin was not answered: the first one is empty and expires', async () => {
    const server = await freshDataApi('PostgreSQL');
    const faulty = await startFaultyService(server.port);
    const database = openDataApi({ ...server.options, service: faulty.service });
    faulty.play(losesTheAnswer, 1);
    await database.transaction((tx) => tx.execute(fact('a')));
    expect(server.calls.map(({ operation }) => operation)).toEqual([
      'BeginTransaction',
      'BeginTransaction',
      'Execute',
      'CommitTransaction',
    ]);
    expect(await database.rows(read)).toEqual([{ name: 'a' }]);
    await database.close();
    await faulty.close();
    await server.close();
  });
});
