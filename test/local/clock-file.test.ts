import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { clockFile } from '../../local/clock-file.ts';
import { startFault } from '../../local/faults.ts';
import { readOptions } from '../../local/options.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-clock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('how far the clock was moved', () => {
  it('is the same after a restart', () => {
    const clock = movableClock({ frozen: true });
    clock.advance(90.5);
    clockFile(folder).save(clock);
    const next = movableClock({ frozen: true });
    clockFile(folder).restore(next);
    expect(next.advanced()).toBe(90.5);
  });

  it('is kept for its owner alone', () => {
    clockFile(folder).save(movableClock({ frozen: true }));
    expect(statSync(join(folder, 'clock.json')).mode & 0o777).toBe(0o600);
  });

  it('is nothing where no file says otherwise', () => {
    const clock = movableClock({ frozen: true });
    clockFile(folder).restore(clock);
    expect(clock.advanced()).toBe(0);
  });

  it.each(['', '{', 'null', '{}', '{"advanced_seconds":"x"}', '{"advanced_seconds":-1}'])(
    'stops the start where the file holds %j, and says which file and what to do',
    (text) => {
      writeFileSync(join(folder, 'clock.json'), text);
      const options = readOptions([], {});
      if (options === 'help') throw new Error('no options');
      let said = '';
      try {
        clockFile(folder).restore(movableClock({ frozen: true }));
      } catch (error) {
        said = startFault(error, options);
      }
      expect(said).toBe(
        `${join(folder, 'clock.json')} cannot be read: remove it to return to the time of this machine`,
      );
    },
  );
});
