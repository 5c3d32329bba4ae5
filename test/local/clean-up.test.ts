import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { composeLocal } from '../../lambdas/compose/local.ts';
import { suppressMail } from '../../lambdas/domain/mail/mail-suppressions.ts';
import { readConfig } from '../../lambdas/kernel/config.ts';
import { createLog } from '../../lambdas/kernel/log.ts';

const hourMs = 3_600_000;

it('cleans up each hour on this machine, and is done with it when it stops', async () => {
  const clock = movableClock({ frozen: true });
  const byTheClock: { work: () => void; ms: number }[] = [];
  const spy = import.meta.jest.spyOn(globalThis, 'setInterval').mockImplementation(((work: () => void, ms: number) => {
    byTheClock.push({ work, ms });
    return { unref: () => undefined };
  }) as unknown as typeof setInterval);
  const dataFolder = await mkdtemp(join(tmpdir(), 'gatehouse-clean-up-'));
  const local = await composeLocal({
    config: readConfig({
      GATEHOUSE_MODE: 'test',
      GATEHOUSE_ORIGIN: 'http://localhost:4000',
      GATEHOUSE_MAIL_FROM: 'no-reply@localhost.localdomain',
      GATEHOUSE_SECURITY_CONTACT: 'mailto:security@localhost.localdomain',
    }),
    clock,
    log: createLog({ clock, service: 'test', write: () => undefined }),
    dataFolder,
    inMemory: true,
    admit: async () => true,
  });
  spy.mockRestore();
  const { database } = local.platform;
  await suppressMail(local.platform, 'bounced@example.com', 'bounce');
  clock.advance(86_400);
  for (const { work } of byTheClock.filter(({ ms }) => ms === hourMs)) work();
  const kept = new Promise((resolve) => {
    const close = database.close;
    database.close = async () => {
      resolve(await database.rows(sql`select email_key from mail_suppressions`));
      await close();
    };
  });
  await local.close();
  expect(await kept).toEqual([]);
  await rm(dataFolder, { recursive: true });
});
