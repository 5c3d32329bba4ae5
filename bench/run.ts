/**
 * CPU per request of the platform against a floor of bare Node with the same work, driven in turn, as a median of
 * ratios; how long a start takes; and how long each function of AWS takes to start and to answer (`--only bundles`);
 * how lists answer with a million users (`--only lists`, and then alone).
 *
 *   npm run bench [-- --quick] [--strict] [--only TEXT] [--profile FOLDER] [--scale N]
 *
 * `--quick` takes about a minute and leaves all starts out; `--strict` fails where a budget is missed or an answer was
 * wrong; `--only` takes what has the text in its name; `--profile` writes the platform's CPU profile, which slows it;
 * `--scale` is the part of the million (0.01 for a first look).
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { reportBundles } from './bundles.ts';
import { cases } from './cases.ts';
import { reportLists } from './lists.ts';
import { connections, type Effort, measure, type Pair, startPair } from './pairs.ts';
import { report } from './report.ts';
import { leaveServerCore, pinning } from './server-process.ts';
import { reportStarts } from './start.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
    scale: { type: 'string', default: '1' },
  },
});
const effort: Effort = options.quick
  ? { rounds: 5, roundSeconds: 0.5, warmRequests: 5_000, warmSeconds: 3 }
  : { rounds: 7, roundSeconds: 2, warmRequests: 20_000, warmSeconds: 12 };
const isChosen = (name: string) => name.includes(options.only);
const chosen = cases.filter(({ name }) => isChosen(name));
const print = (text: string) => process.stdout.write(`${text}\n`);
const load = () => `load average ${loadavg().map((value) => value.toFixed(2))}`;
const megabytes = (pair: Pair, name: 'platform' | 'floor') => `${name} ${pair[name].residentMegabytes().toFixed(0)} MB`;

process.once('SIGTERM', () => process.exit(143));
process.once('SIGINT', () => process.exit(130));
print(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; ${load()} before\n`);

let kept = true;
// Before anything is bound to a core: a start may use all of them.
if (!options.quick && isChosen('npm start')) kept = await reportStarts(print);
if (!options.quick && isChosen('bundles')) kept = (await reportBundles(15, print)) && kept;
if (options.only === 'lists') kept = (await reportLists(print, Number(options.scale))) && kept;
if (chosen.length > 0) {
  leaveServerCore();
  print(`${connections} connections, ${effort.rounds} rounds in turn; ${pinning}\n`);
  const pair = await startPair(options.profile);
  try {
    for (const one of chosen) kept = report(one, await measure(pair, one, effort), print) && kept;
    print(`resident: ${megabytes(pair, 'platform')}, ${megabytes(pair, 'floor')}`);
  } finally {
    await pair.stop();
  }
}
print(`${load()} after`);
process.exit(options.strict && !kept ? 1 : 0);
