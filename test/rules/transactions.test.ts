import { outerUses } from './transactions.ts';
import { caught, readTree } from './tree.ts';

const tree = readTree();
const usesIn = (line: string) => caught(outerUses, { 'lambdas/domain/user/x.ts': line }, tree);

describe('a transaction uses its own connection alone', () => {
  it('never reaches for the outer connection inside a transaction', () => {
    expect(outerUses(tree)).toEqual([]);
  });

  it.each([
    'await database.transaction(async (tx) => { await context.database.rows(q); });',
    'await context.database.transaction(async (tx) => context.database.db.select());',
    'await db.transaction(async function (tx) { await tx.insert(a); await db.insert(b); });',
    'await database.transaction((tx) => write({ db }));',
  ])('catches an outer connection: %s', (line) => {
    expect(usesIn(line)).not.toEqual([]);
  });

  it.each([
    'await database.transaction(async (tx) => { await tx.insert(a); }); await database.rows(q);',
    'await database.transaction(async (db) => { await db.insert(a); });',
    'await database.transaction((tx) => write({ db: tx }));',
  ])('lets a transaction alone that keeps to itself: %s', (line) => {
    expect(usesIn(line)).toEqual([]);
  });
});
