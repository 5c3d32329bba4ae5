import { clockReads, consoleCalls, diceThrows, environmentReads, stopwatchReads } from './ambient.ts';
import { caught, type Fence, readTree } from './tree.ts';

const tree = readTree();
const outside =
  (fence: Fence, allowed: RegExp): Fence =>
  (of) =>
    fence(of).filter((fault) => !allowed.test(fault));

const configReads = outside(
  (of) => environmentReads(of, 'lambdas', 'local', 'web', 'infra'),
  /^(lambdas\/kernel\/config\.ts|local\/|web\/(next\.config|lib\/brand)\.ts)/,
);
const otherClocks = outside((of) => clockReads(of, 'lambdas', 'local'), /^(lambdas\/adapters\/clock\/|local\/tools\/)/);

/** Adapters set time limits, and the pipeline reports how long a request took: nothing is decided by either. */
const stopwatch = outside((of) => stopwatchReads(of, 'lambdas'), /^lambdas\/(adapters|kernel\/http\/pipeline)\//);

/** The breaches of one line, planted into the product. */
const breachesOf = (fence: Fence, line: string) => caught(fence, { 'lambdas/domain/user/x.ts': line }, tree);
const one = [expect.stringContaining('lambdas/domain/user/x.ts:1 ')];

describe('what reaches the product from outside is passed to it', () => {
  it('reads the environment in kernel/config alone', () => {
    expect(configReads(tree)).toEqual([]);
  });
  it.each([
    'f(process.env.HOME);',
    "f(process['env']);",
    'const { env } = process;',
    "import { env } from 'node:process';",
  ])('catches a read of the environment: %s', (line) => {
    expect(breachesOf(configReads, line)).toEqual(one);
  });

  it('reads the time from the clock port alone', () => {
    expect(otherClocks(tree)).toEqual([]);
  });
  it.each(['f(new Date());', 'f(Date());', 'f(Date.now());', 'const q = sql`update users set updated_at = now()`;'])(
    'catches a read of another clock: %s',
    (line) => {
      expect(breachesOf(otherClocks, line)).toEqual(one);
    },
  );
  it('measures no time that a test cannot move', () => {
    expect(stopwatch(tree)).toEqual([]);
  });
  it.each([
    'const start = performance.now();',
    'const start = process.hrtime.bigint();',
    "import { performance as p } from 'node:perf_hooks';",
  ])('catches a stopwatch: %s', (line) => {
    expect(breachesOf(stopwatch, line)).toEqual(one);
  });
  it('lets a moment be made from a value, and the words stand in comments and strings', () => {
    const clean =
      "// Date.now() is not for us\nf(new Date(value), 'Math.random() and new Date()', table.env, clock.now());";
    expect(breachesOf(otherClocks, clean)).toEqual([]);
  });

  it('takes no randomness that can be predicted', () => {
    expect(diceThrows(tree, 'lambdas')).toEqual([]);
  });
  it('catches a throw of Math.random', () => {
    expect(breachesOf((of) => diceThrows(of, 'lambdas'), 'f(Math.random());')).toEqual(one);
  });

  it('writes through the log alone', () => {
    expect(consoleCalls(tree, 'lambdas')).toEqual([]);
  });
  it('catches a line that is written past the log', () => {
    expect(breachesOf((of) => consoleCalls(of, 'lambdas'), "console.error('x');")).toEqual(one);
  });
});
