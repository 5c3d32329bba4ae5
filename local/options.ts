import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultSeedPassword } from './seed-accounts.ts';

export interface LocalOptions {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** An absolute path, or nothing where all is kept in memory. */
  dataFolder: string | undefined;
  /** `postgres://…`; the embedded database where it is not given. */
  database: string | undefined;
  /** `redis://…`; a store in memory where it is not given. */
  redis: string | undefined;
  web: boolean;
  seed: boolean;
  limits: boolean;
  verbose: boolean;
  seedPassword: string;
  /** The `GATEHOUSE_*` settings of the environment, for the platform's own configuration. */
  settings: Readonly<Record<string, string>>;
}

/** The command line or the environment cannot be used. The message lists every fault. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`${faults.map((fault) => `  - ${fault}`).join('\n')}\nSee npm start -- --help.`);
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Each flag with the environment variable that means the same; a flag wins. */
const strings = { port: 'PORT', host: 'HOST', data: 'GATEHOUSE_DATA', database: 'DATABASE_URL', redis: 'REDIS_URL' };
const switches = {
  'no-web': 'GATEHOUSE_NO_WEB',
  'no-seed': 'GATEHOUSE_NO_SEED',
  'no-limits': 'GATEHOUSE_NO_LIMITS',
  verbose: 'GATEHOUSE_VERBOSE',
};

export const help = `Gatehouse on this machine: API, mailbox and site on one port.

  npm start -- [options]

  --port N          port to listen on, 0 for any free one   PORT                 4000
  --host NAME       address to listen on                    HOST                 127.0.0.1
  --data DIR        where everything is kept, or "memory"   GATEHOUSE_DATA       .gatehouse
  --database URL    postgres://… instead of the embedded    DATABASE_URL
  --redis URL       redis://… instead of memory             REDIS_URL
  --no-web          API and mailbox alone                   GATEHOUSE_NO_WEB     false
  --no-seed         seed nobody                             GATEHOUSE_NO_SEED    false
  --no-limits       rate limits off                         GATEHOUSE_NO_LIMITS  false
  --verbose         print the request log                   GATEHOUSE_VERBOSE    false
  --help, -h        this text

--data memory makes the database anew at each start, which takes a few seconds.
SEED_PASSWORD sets the password of the seeded sign-ins. Other GATEHOUSE_* settings are read as in the cloud.
`;

/**
 * Reads flags and environment. Answers `'help'` where that is asked for.
 *
 * @throws OptionsError with every unknown flag and every bad value at once.
 */
export function readOptions(args: readonly string[], environment: Environment): LocalOptions | 'help' {
  const faults: string[] = [];
  const flags = readFlags(args, faults);
  if (flags.has('help') || flags.has('h')) return 'help';
  const text = (flag: keyof typeof strings) => flags.get(flag) ?? (environment[strings[flag]] || undefined);
  const isOn = (flag: keyof typeof switches) => flags.has(flag) || readSwitch(switches[flag], environment, faults);
  const data = text('data') ?? '.gatehouse';
  const options: LocalOptions = {
    port: readPort(text('port') ?? '4000', faults),
    host: readHost(text('host') ?? '127.0.0.1', faults),
    dataFolder: data === 'memory' ? undefined : resolve(data),
    database: readUrl('--database', text('database'), ['postgres:', 'postgresql:'], faults),
    redis: readUrl('--redis', text('redis'), ['redis:', 'rediss:'], faults),
    web: !isOn('no-web'),
    seed: !isOn('no-seed'),
    limits: !isOn('no-limits'),
    verbose: isOn('verbose'),
    seedPassword: readSeedPassword(environment.SEED_PASSWORD || defaultSeedPassword, faults),
    settings: settingsOf(environment),
  };
  if (faults.length > 0) throw new OptionsError(faults);
  return options;
}

function readFlags(args: readonly string[], faults: string[]): Map<string, string | undefined> {
  const options = Object.fromEntries([
    ...Object.keys(strings).map((name) => [name, { type: 'string' as const }] as const),
    ...[...Object.keys(switches), 'help'].map((name) => [name, { type: 'boolean' as const }] as const),
    ['h', { type: 'boolean' as const }],
  ]);
  // Not strict: strict parsing stops at the first fault, and a person wants to hear of all of them.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true, allowPositionals: true });
  const flags = new Map<string, string | undefined>();
  for (const token of tokens) {
    if (token.kind === 'positional') faults.push(`"${token.value}" is not a flag`);
    if (token.kind !== 'option') continue;
    const type = Object.hasOwn(options, token.name) ? options[token.name]?.type : undefined;
    const written = token.name === 'h' ? '-h' : `--${token.name}`;
    if (!type || token.rawName !== written) faults.push(`${token.rawName} is unknown`);
    else if (type === 'string' && !isValue(token)) faults.push(`${token.rawName} needs a value`);
    else if (type === 'boolean' && token.value !== undefined) faults.push(`${token.rawName} takes no value`);
    else flags.set(token.name, token.value);
  }
  return flags;
}

/** `--port --host x` is a value that was forgotten, not a port called `--host`. */
function isValue({ value, inlineValue }: { value: string | undefined; inlineValue: boolean | undefined }): boolean {
  return value !== undefined && value !== '' && (inlineValue === true || !value.startsWith('-'));
}

function readSwitch(variable: string, environment: Environment, faults: string[]): boolean {
  const value = environment[variable] || 'false';
  if (value !== 'true' && value !== 'false') faults.push(`${variable} must be true or false, not "${value}"`);
  return value === 'true';
}

function readPort(value: string, faults: string[]): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(port <= 65_535)) faults.push(`--port must be a number from 0 to 65535, not "${value}"`);
  return port;
}

function readHost(value: string, faults: string[]): string {
  const isName = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value);
  if (!isIP(value) && !isName) faults.push(`--host must be a name or an address without a port, not "${value}"`);
  return value;
}

/** A bad address is not repeated in the message: it may hold a password. */
function readUrl(flag: string, value: string | undefined, protocols: string[], faults: string[]): string | undefined {
  if (value === undefined) return undefined;
  const fits = URL.canParse(value) && protocols.includes(new URL(value).protocol);
  if (!fits) faults.push(`${flag} must be an address such as ${protocols[0]}//127.0.0.1`);
  return value;
}

function readSeedPassword(value: string, faults: string[]): string {
  const fits = value.length >= 12 && value.length <= 128 && value.isWellFormed() && !value.includes('\0');
  if (!fits) faults.push('SEED_PASSWORD must have 12 to 128 characters');
  return value;
}

function settingsOf(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[0].startsWith('GATEHOUSE_') && entry[1] !== undefined,
    ),
  );
}
