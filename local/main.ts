import { startFault } from './faults.ts';
import { isLoopback } from './gateway/host.ts';
import { help, type LocalOptions, OptionsError, readOptions } from './options.ts';
import { defaultSeedPassword } from './seed-accounts.ts';
import type { RunningPlatform } from './start.ts';

/** As shells have it: 1 for what failed, 2 for a command line that cannot be used. */
const failed = 1;
const misused = 2;

const lostKeysWarning =
  'This database was filled with keys that are not in this data folder, so passwords set before are refused. ' +
  'Start with the folder that has them, or start over by POST /_local/reset.';

const options = optionsOrExit();
// Loaded late: help and a wrong flag are answered without the platform's weight.
const { startLocal } = await import('./start.ts');
const starting = startLocal(options);
// Heard once: a second signal ends the process at once, as it would any other.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());

try {
  process.stdout.write(welcome(await starting, options));
} catch (error) {
  endWith(failed, startFault(error, options));
}

function optionsOrExit(): LocalOptions {
  try {
    const read = readOptions(process.argv.slice(2), process.env);
    if (read !== 'help') return read;
    process.stdout.write(help);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    endWith(misused, `Gatehouse cannot start like this:\n${error.message}`);
  }
}

async function stop(): Promise<void> {
  try {
    await (await starting).close();
    process.exit(0);
  } catch (error) {
    endWith(failed, startFault(error, options));
  }
}

function endWith(code: number, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function welcome({ site }: RunningPlatform, { host, dataFolder, database, redis, web }: LocalOptions): string {
  const { origin, signIns, password, lostKeys } = site;
  const stores = [database ? 'PostgreSQL' : 'embedded database', redis ? 'Redis' : 'store in memory'];
  const secret = password === 'default' ? defaultSeedPassword : 'what SEED_PASSWORD said when they were seeded';
  const isPrivate = isLoopback(host) || host === 'localhost';
  return [
    `Gatehouse runs at ${origin}`,
    '',
    ...(web ? [`  Start     ${origin}/`] : []),
    `  API       ${origin}/api/v1`,
    `  OpenAPI   ${origin}/api/v1/openapi.json`,
    `  Mailbox   ${origin}/_local`,
    `  Data      ${dataFolder ?? 'in memory'}; ${stores.join(', ')}`,
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
