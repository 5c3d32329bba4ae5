import type { MovableClock } from '../lambdas/adapters/clock/movable.ts';
import type { LocalPlatform } from '../lambdas/compose/local.ts';
import type { ClockFile } from './clock-file.ts';
import type { LocalControls } from './endpoints.ts';
import { isMarkedLocal } from './ownership.ts';
import { emptyDatabase } from './reset.ts';
import type { People } from './seed-accounts.ts';

export interface ControlledPlatform {
  local: LocalPlatform;
  clock: MovableClock;
  /** Nothing where all is in memory. */
  clockFile: ClockFile | null;
  people: People;
  /** Seeds into an empty database, where that is wanted. */
  seedAgain(): Promise<void>;
}

/** RFC 3339 ends with the year 9999, and with it what PostgreSQL reads of us; lifetimes still have to fit behind it. */
const lastMoment = Date.UTC(9000, 0);

/** What `/_local` does, for a platform that runs. */
export function controlsOf({ local, clock, clockFile, people, seedAgain }: ControlledPlatform): LocalControls {
  const { platform, store, mailbox, settled } = local;
  return {
    people,
    mailConfig: platform.config,
    async mail(to) {
      await settled();
      return mailbox.list(to === undefined ? {} : { to });
    },
    clearMail: () => mailbox.clear(),
    advance(seconds) {
      if (clock.now().getTime() + seconds * 1000 > lastMoment) return null;
      clock.advance(seconds);
      clockFile?.save(clock);
      return { now: clock.now(), advancedSeconds: clock.advanced() };
    },
    async reset() {
      if (!(await isMarkedLocal(platform.database))) return false;
      await settled();
      await emptyDatabase(platform.database);
      await Promise.all([store.clear(), mailbox.clear()]);
      await seedAgain();
      return true;
    },
  };
}
