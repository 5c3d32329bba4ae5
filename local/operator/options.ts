import type { StageInput } from '../../infra/config.ts';
import { readStage, type StageConfig } from '../../infra/config.ts';
import { parsedOptions } from './parsed-options.ts';

export interface OperatorOptions {
  config: StageConfig;
  /** The name of the stage need not be typed again. */
  yes: boolean;
  /** Whatever follows a second `--`. */
  further: string[];
}

const bareAddress = /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/;

/**
 * `--stage NAME [--yes] [--email ADDRESS]`.
 *
 * @throws Error with one sentence where an option is missing or wrong.
 */
export function readBreakGlass(
  args: readonly string[],
  stageNamed: (name: string) => StageInput,
): OperatorOptions & { email: string } {
  const { email, ...options } = read(args, stageNamed, 'break-glass -- --stage NAME --email ADDRESS [--yes]');
  if (email === undefined) throw new Error('Say whom to appoint: --email ADDRESS');
  if (!bareAddress.test(email)) throw new Error(`"${email}" is no e-mail address such as name@example.com`);
  return { ...options, email };
}

export function readRestore(args: readonly string[], stageNamed: (name: string) => StageInput): OperatorOptions {
  const { email, ...options } = read(args, stageNamed, 'restore -- --stage NAME [--yes]');
  if (email !== undefined) throw new Error('--email goes with break-glass, not with restore');
  return options;
}

function read(args: readonly string[], stageNamed: (name: string) => StageInput, usage: string) {
  const { values, positionals } = parsedOptions(
    {
      args: [...args],
      options: { stage: { type: 'string' }, email: { type: 'string' }, yes: { type: 'boolean', default: false } },
      allowPositionals: true,
    },
    usage,
  );
  if (values.stage === undefined) throw new Error(`Say which stage: npm run ${usage}`);
  const config = readStage(stageNamed(values.stage));
  return { config, yes: values.yes, email: values.email, further: positionals };
}
