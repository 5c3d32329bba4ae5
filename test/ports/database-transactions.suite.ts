import { eq, sql } from 'drizzle-orm';
import { platformFacts } from '../../lambdas/domain/platform/platform.table.ts';
import { type Database, sqlState } from '../../lambdas/ports/database.ts';

/** What `transaction` promises, and what `onStatement` tells of it. */
export function transactionPromises(database: () => Database, statements: readonly string[]): void {
  const insert = (name: string) => sql`insert into platform_facts (name, value) values (${name}::text, '1')`;
  const names = async () => (await database().db.select().from(platformFacts)).map(({ name }) => name);

  it('answer what their work answers, and leave what it wrote', async () => {
    const answer = await database().transaction(async (tx) => {
      await tx.execute(insert('committed'));
      const [row] = await tx.select().from(platformFacts).where(eq(platformFacts.name, 'committed'));
      return row?.value;
    });
    expect(answer).toBe('1');
    expect(await names()).toContain('committed');
  });
  it("leave nothing where their work throws, and throw the work's own error", async () => {
    const refusal = new Error('refused');
    const work = database().transaction(async (tx) => {
      await tx.execute(insert('rolled-back'));
      throw refusal;
    });
    await expect(work).rejects.toBe(refusal);
    expect(await names()).not.toContain('rolled-back');
  });
  it('leave nothing where a statement fails though the work goes on, and say so', async () => {
    const work = database().transaction(async (tx) => {
      await tx.execute(insert('before'));
      await tx.execute(sql`select 1 / 0`).catch(() => {});
    });
    expect(sqlState(await work.catch((error: unknown) => error))).toBe('25P02');
    expect(await names()).not.toContain('before');
  });
  it('undo an inner transaction alone where it fails', async () => {
    await database().transaction(async (tx) => {
      await tx.execute(insert('outer'));
      await tx
        .transaction(async (inner) => {
          await inner.execute(insert('inner'));
          throw new Error('inner');
        })
        .catch(() => {});
      await tx.transaction((inner) => inner.execute(insert('second inner')));
    });
    const left = await names();
    expect(left).toEqual(expect.arrayContaining(['outer', 'second inner']));
    expect(left).not.toContain('inner');
  });
  it('lose none of 50 parallel changes to one row', async () => {
    await database().db.insert(platformFacts).values({ name: 'counter', value: '0' });
    await Promise.all(
      Array.from({ length: 50 }, () =>
        database().transaction(async (tx) => {
          const [row] = await tx.select().from(platformFacts).where(eq(platformFacts.name, 'counter')).for('update');
          const value = String(Number(row?.value) + 1);
          await tx.update(platformFacts).set({ value }).where(eq(platformFacts.name, 'counter'));
        }),
      ),
    );
    const [row] = await database().db.select().from(platformFacts).where(eq(platformFacts.name, 'counter'));
    expect(row?.value).toBe('50');
  });
  it('let one of 50 parallel conditional updates hit the row', async () => {
    await database().db.insert(platformFacts).values({ name: 'token', value: 'unspent' });
    const spent = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        database().rows(sql`update platform_facts set value = ${`spent by ${n}`}::text
          where name = 'token' and value = 'unspent' returning value`),
      ),
    );
    expect(spent.filter((rows) => rows.length === 1)).toHaveLength(1);
  });
  it('are told to onStatement, each statement once', async () => {
    await database().rows(sql`select 1`);
    await database().db.select().from(platformFacts);
    expect(statements).toHaveLength(2);
    await database().transaction((tx) => tx.execute(sql`select 2`));
    expect(statements.slice(2)).toEqual(['begin', 'select 2', 'commit']);
    await database()
      .transaction(() => Promise.reject(new Error('refused')))
      .catch(() => {});
    expect(statements.slice(5)).toEqual(['begin', 'rollback']);
  });
  it('are told to onStatement without their parameters', async () => {
    await database().rows(sql`select ${'a secret'}::text`);
    // Each service has a marker of its own for a parameter.
    expect(statements).toEqual([expect.stringMatching(/^select (\$1|:p1)::text$/)]);
  });
}
