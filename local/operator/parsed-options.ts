import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * Options as `parseArgs` reads them; what it cannot take is answered with how the command is called.
 *
 * @param usage what stands behind `npm run `.
 * @throws Error with one sentence and the usage, for `--help` with the usage alone.
 */
export function parsedOptions<Config extends ParseArgsConfig>(config: Config, usage: string) {
  const call = `Usage: npm run ${usage}`;
  const args = config.args ?? [];
  // What follows a second `--` is another command's.
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (own.includes('--help') || own.includes('-h')) throw new Error(call);
  try {
    return parseArgs(config);
  } catch (error) {
    // The rest of Node's sentence is about arguments that begin with a hyphen.
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new Error(`${sentence}\n${call}`);
  }
}
