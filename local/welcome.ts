import { isLoopback } from './gateway/host.ts';
import type { LocalOptions } from './options.ts';
import { defaultSeedPassword } from './seed-accounts.ts';
import type { Started } from './start.ts';

const lostKeysWarning =
  'This database was filled with keys that are not in this data folder, so passwords set before are refused. ' +
  'Start with the folder that has them, or start over by POST /_local/reset.';

/** What a person is told once the platform runs: where things are, and who can sign in. */
export function welcome(started: Started, options: LocalOptions): string {
  const { origin, signIns, password, lostKeys, advancedSeconds } = started;
  const { host, dataFolder, database, redis, web } = options;
  const stores = [database ? 'PostgreSQL' : 'embedded database', redis ? 'Redis' : 'store in memory'];
  const secret = password === 'default' ? defaultSeedPassword : 'what SEED_PASSWORD said when they were seeded';
  const isPrivate = isLoopback(host) || host === 'localhost';
  return [
    `Gatehouse runs at ${origin}`,
    '',
    ...(web ? [`  Site      ${origin}/`] : []),
    `  API       ${origin}/api/v1`,
    `  OpenAPI   ${origin}/api/v1/openapi.json`,
    `  Mailbox   ${origin}/_local`,
    `  Data      ${dataFolder ?? 'in memory'}; ${stores.join(', ')}`,
    ...(advancedSeconds > 0 ? [`  Clock     ${advancedSeconds} s ahead`] : []),
    '',
    ...(signIns.length > 0 ? [`Sign-ins, with the password ${secret}:`] : ['Nobody was seeded.']),
    ...signIns.map(({ email, roles }) => `  ${email.padEnd(22)}${roles.join(', ')}`),
    '',
    ...(isPrivate ? [] : [`It listens on ${host}: whoever reaches this machine can use it.`, '']),
    ...(lostKeys ? [lostKeysWarning, ''] : []),
    'Ctrl+C stops it.',
    '',
  ].join('\n');
}
