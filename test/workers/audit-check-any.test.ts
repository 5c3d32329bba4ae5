import { type SQL, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { auditChain } from '../../lambdas/domain/audit/audit-chain.ts';
import { checkAudit } from '../../lambdas/workers/audit-check/check.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { auditedPlatform } from './audited-platform.ts';

let at: TestPlatform;
const { run, found, history } = auditedPlatform(() => at);

describe('the check of the audit log', () => {
  beforeAll(async () => {
    at = await startPlatform({ frozen: true });
  });
  afterAll(() => at.close());

  it('finds any change to any one stored value', async () => {
    await history();
    const chain = await auditChain(at.platform);
    const tables = {
      audit_logs: await run(sql`select * from audit_logs`),
      audit_seals: await run(sql`select * from audit_seals`),
    };
    const place = fc.constantFrom(...(Object.keys(tables) as (keyof typeof tables)[])).chain((table) =>
      fc.record({
        table: fc.constant(table),
        row: fc.nat(tables[table].length - 1),
        column: fc.constantFrom(...Object.keys(tables[table][0] ?? {})),
      }),
    );
    await fc.assert(
      fc.asyncProperty(place, async ({ table, row, column }) => {
        const key = table === 'audit_logs' ? 'id' : 'seq';
        const held = tables[table][row]?.[column] ?? null;
        const where = sql`${sql.identifier(key)}::text = ${String(tables[table][row]?.[key])}::text`;
        const names = { name: sql.identifier(column), in: sql.identifier(table) };
        const other = otherThan(column, held);
        await at.platform.database
          .transaction(async (tx) => {
            await tx.execute(sql`update ${names.in} set ${names.name} = ${other} where ${where}`);
            const input = { archive: at.platform.archive, chain, now: at.clock.now(), silence: null };
            const database = {
              ...at.platform.database,
              rows: async (query: SQL) => ((await tx.execute(query)) as { rows: never[] }).rows,
            };
            expect((await checkAudit({ ...input, database: database as never })).findings).not.toEqual([]);
            throw new Undone();
          })
          .catch((error) => {
            if (!(error instanceof Undone)) throw error;
          });
      }),
      { numRuns: 60 },
    );
    expect(await found()).toEqual([]);
  });
});

class Undone extends Error {}

function otherThan(column: string, held: unknown): SQL {
  if (column === 'seq') return sql`seq + 1000`;
  if (column === 'details') return sql`'{"other": true}'::jsonb`;
  if (column.endsWith('_at')) return sql`${sql.identifier(column)} + interval '1 second'`;
  if (column === 'outcome') return sql`'refused'`;
  if (column === 'id' || column.endsWith('_id')) return sql`gen_random_uuid()`;
  return held === null ? sql`'x'` : sql`${sql.identifier(column)} || 'x'`;
}
