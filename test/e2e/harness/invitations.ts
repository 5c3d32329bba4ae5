import { movableClock } from '../../../lambdas/adapters/clock/movable.ts';
import { composeLocal } from '../../../lambdas/compose/local.ts';
import { createLog } from '../../../lambdas/kernel/log.ts';
import { readOptions } from '../../../local/options.ts';
import { markLocal, seed } from '../../../local/seed.ts';
import { defaultSeedPassword } from '../../../local/seed-accounts.ts';
import { localConfig } from '../../../local/settings.ts';
import { contextOf, invite } from '../../flows/people.ts';

/** Invites each address in a data folder that no process has open; the mails are in the mailbox of the next start. */
export async function inviteInto(folder: string, addresses: readonly string[]): Promise<void> {
  const options = readOptions(['--data', folder], { GATEHOUSE_HASH_COST: '4' });
  if (options === 'help') throw new Error('no options');
  const clock = movableClock();
  const local = await composeLocal({
    config: localConfig(options, options.port),
    clock,
    log: createLog({ clock, service: 'local', level: 'warn' }),
    dataFolder: folder,
    inMemory: false,
    admit: async () => true,
  });
  try {
    // Before the invited: a start seeds nobody where somebody is, and nobody at all where no mark is.
    await markLocal(local.platform.database);
    await seed(local.platform, defaultSeedPassword);
    for (const address of addresses) await invite(contextOf(local), address);
    await local.settled();
  } finally {
    await local.close();
  }
}
