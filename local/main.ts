import { setImmediate } from 'node:timers/promises';
import { startFault } from './faults.ts';
import { help, type LocalOptions, OptionsError, readOptions } from './options.ts';
import { welcome } from './welcome.ts';

/** As shells have it: 1 for what failed, 2 for a command line that cannot be used. */
const failed = 1;
const misused = 2;

const options = optionsOrExit();
const say = (words: string) => process.stdout.write(`${words}\n`);
let stops = false;
// Loaded late: help and a wrong flag are answered without the platform's weight.
const { startLocal } = await import('./start.ts');
const starting = startLocal(options, say);
// Heard once: a second signal ends the process at once, as it would any other.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());

try {
  const running = await starting;
  // A signal of the time when the thread was busy with the start is heard before the next turn.
  await setImmediate();
  if (!stops) {
    process.stdout.write(welcome(running, options));
    await running.refreshSite();
  }
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
  stops = true;
  say('Stopping.');
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
