import Sequencer from '@jest/test-sequencer';

/** Files of a few lines and many seconds, the slowest first. */
const slow = [
  'domain/session/session-model',
  'infra/platform',
  'ric/economy',
  'ric/standard',
  'local/new-flow',
  'local/process/process',
  'local/process/site',
  'local/bundle/bundle',
  'local/process/kill',
  'ports/database',
  'attacks/last-administrator',
].map((name) => `/test/${name}.test.ts`);

/**
 * Where no earlier run has left its times, jest begins with the largest files: the slow ones would be the last, and one
 * core would wait for the other.
 */
export default class SlowFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const rank = ({ path }) => {
      const found = slow.findIndex((name) => path.endsWith(name));
      return found < 0 ? slow.length : found;
    };
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
