import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * Options as `parseArgs` reads them; what it cannot take is answered with how the command is called.
 *
 * @param usage what stands behind `npm run `.
 * @throws Error with one sentence and the usage, for `--help` with the usage alone.
 */
export function parsedOptions<Config extends ParseArgsConfig>(config: Config, usage: string) {
  const call = `Usage: npm run ${usage}`;
  if (config.args?.some((arg) => arg === '--help' || arg === '-h')) throw new Error(call);
  try {
    return parseArgs(config);
  } catch (error) {
    // The rest of Node's sentence is about arguments that begin with a hyphen.
    const [sentence = ''] = String(error instanceof Error ? error.message : error).split(/\. |\n/);
    throw new Error(`${sentence}\n${call}`);
  }
}
