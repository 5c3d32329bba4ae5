/** The re-encryption: secrets of factors that an older key sealed are sealed by the current one. */
import { sql } from 'drizzle-orm';
import { type FactorRow, factors } from '../domain/factor/factor.table.ts';
import { openSecret, sealSecret } from '../domain/factor/factor-secret.ts';
import { pick, selectList } from '../domain/statement.ts';
import type { Platform } from '../kernel/context.ts';
import { lowestId } from '../kernel/id.ts';
import type { KeyRing } from '../ports/keys.ts';
import type { Alongside } from './alongside.ts';

export interface ReEncryption extends Alongside {
  /**
   * Seals anew what is left to be, batch by batch; what is left when `seconds` have passed is done next time. Answers how
   * many secrets. Two at once do no harm.
   */
  run(seconds: number): Promise<number>;
}

const batch = 200;

export function createReEncryption(platform: Platform): ReEncryption {
  const { clock, log, keys } = platform;

  async function run(seconds: number): Promise<number> {
    const ring = await keys.ring('factor');
    const stopAt = clock.now().getTime() + seconds * 1000;
    let sealed = 0;
    for (let after = lowestId; clock.now().getTime() < stopAt; ) {
      const rows = await older(platform, ring, after);
      for (const row of rows) if (await sealAnew(platform, ring, row)) sealed += 1;
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
    }
    if (sealed > 0) log.info('secrets of factors sealed anew', { sealed });
    return sealed;
  }

  return { name: 're-encryption', everySeconds: 86_400, run };
}

/** The next factors whose secret another key has sealed, in the order of their ids. */
async function older({ database }: Platform, { current }: KeyRing, after: string): Promise<FactorRow[]> {
  const rows = await database.rows(sql`
    select ${selectList(factors, 'f')} from factors f
    where f.id > ${after}::uuid and split_part(f.sealed, '.', 1) <> ${current.id}::text
    order by f.id limit ${batch}::int`);
  return rows.flatMap((row) => pick(factors, 'f', row) ?? []);
}

/** Unless the secret was replaced meanwhile. One that does not open stays as it is, and is told (runbook `factor-unreadable`). */
async function sealAnew(platform: Platform, ring: KeyRing, row: FactorRow): Promise<boolean> {
  const { database, log, metrics } = platform;
  let secret: string;
  try {
    secret = await openSecret(platform, row);
  } catch (error) {
    log.error('the secret of a factor does not open', { factor_id: row.id, error });
    metrics.count('FactorUnreadable');
    return false;
  }
  const touched = await database.rows(sql`
    update factors set sealed = ${sealSecret(ring, row, secret)}::text
    where id = ${row.id}::uuid and sealed = ${row.sealed}::text returning id`);
  return touched.length > 0;
}
