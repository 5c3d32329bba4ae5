import { longFiles, missingFlowFiles, poorTitles, unfinishedWork, unlistedFlows, vagueNames } from './layout.ts';
import { caught, readTree } from './tree.ts';

const tree = readTree();

describe('a newcomer finds everything where its name says', () => {
  it('keeps every program file within 300 lines', () => {
    expect(longFiles(tree)).toEqual([]);
  });
  it('catches a file of 301 lines', () => {
    expect(caught(longFiles, { 'lambdas/kernel/x.ts': '\n'.repeat(301) }, tree)).toEqual([
      'lambdas/kernel/x.ts:301 has 301 lines',
    ]);
  });

  it('names no file or folder for nothing', () => {
    expect(vagueNames(tree)).toEqual([]);
  });
  it.each(['lambdas/kernel/utils.ts', 'test/helpers/x.ts', 'web/lib/common.test.tsx', 'local/misc.mjs'])(
    'catches a vague name: %s',
    (path) => {
      expect(caught(vagueNames, { [path]: '' }, tree)).toEqual([`${path}:1 is named for nothing`]);
    },
  );

  it('puts no work off', () => {
    expect(unfinishedWork(tree)).toEqual([]);
  });
  it('catches a mark of work that was put off', () => {
    expect(caught(unfinishedWork, { 'local/x.ts': `// ${'TO'}${'DO'} later` }, tree)).toHaveLength(1);
  });

  it('gives every flow its contract, rules, handler, function, test and page', () => {
    expect(missingFlowFiles(tree)).toEqual([]);
  });
  it('catches a flow that is a contract alone', () => {
    expect(caught(missingFlowFiles, { 'lambdas/flows/new-thing/contract.ts': '' }, tree)).toHaveLength(5);
  });

  it('names every flow in the table and in the list of handlers', () => {
    expect(unlistedFlows(tree)).toEqual([]);
  });
  it('catches a flow that no list names', () => {
    expect(caught(unlistedFlows, { 'lambdas/flows/new-thing/contract.ts': '' }, tree)).toHaveLength(2);
  });

  it('gives every test a title of its own and runs it', () => {
    expect(poorTitles(tree)).toEqual([]);
  });
  it.each([
    "it('', run);",
    "describe('a', () => { it('b', run); it('b', run); });",
    `${'it.only'}('b', run);`,
    `${'describe.skip'}('b', run);`,
    `${'it.todo'}('b');`,
    "it.each([1])(' ', run);",
  ])('catches a poor title: %s', (line) => {
    expect(caught(poorTitles, { 'test/x.test.ts': line }, tree)).toHaveLength(1);
  });
  it('lets two groups hold tests of one title', () => {
    const text =
      "describe('a', () => { it('b', run); }); describe('c', () => { it('b', run); it.each`x`('d', run); });";
    expect(caught(poorTitles, { 'test/x.test.ts': text }, tree)).toEqual([]);
  });
});
