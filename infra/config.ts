/** What an operator decides for a stage: `infra/stages.ts` writes it down, this file checks it. */
import * as z from 'zod/mini';
import { crossFaults } from './config-faults.ts';
import {
  accountId,
  apiDomain,
  bareAddress,
  colour,
  hashCost,
  hostedZone,
  hostName,
  httpsOrigin,
  logDays,
  oneOf,
  positive,
  securityContact,
  stageName,
  text,
  usCertificate,
  wholeNumber,
  yesOrNo,
} from './config-fields.ts';
import { provider } from './sign-in-providers.ts';

/** `awake` in seconds: how long a database without statements stays up before it pauses. */
const databaseCapacity = z.strictObject({
  minAcu: z
    .number('must be a number of Aurora capacity units, in steps of 0.5; 0 lets the database pause')
    .check(z.minimum(0, 'must be 0 or more'), z.multipleOf(0.5, 'must be in steps of 0.5')),
  maxAcu: z
    .number('must be a number of Aurora capacity units, in steps of 0.5')
    .check(
      z.minimum(1, 'must be at least 1'),
      z.maximum(256, 'must be at most 256'),
      z.multipleOf(0.5, 'must be in steps of 0.5'),
    ),
  pauseAfterSeconds: z._default(wholeNumber(300, 86_400), 300),
});

const capacity = z.strictObject({
  database: databaseCapacity,
  /**
   * How many hashes may run at once. `account`: no reservation, for a new account, whose limit of 10 in all leaves
   * nothing to reserve.
   */
  hashingConcurrency: z.union(
    [wholeNumber(1, 1000), z.literal('account')],
    'must be a whole number from 1 to 1000, or "account"',
  ),
  /** API Gateway's throttle over all routes: steady rate and burst. */
  requestsPerSecond: wholeNumber(1, 10_000),
  requestBurst: wholeNumber(1, 5000),
});

const retention = z.strictObject({
  logDays,
  backupDays: wholeNumber(1, 35),
  /** For how long audit rows are kept, by whole months. */
  auditDays: z._default(wholeNumber(90, 3650), 400),
  /** For how long nobody, the account's root user included, can remove an audit seal. */
  archiveDays: wholeNumber(1, 3650),
});

const mail = z.strictObject({
  from: bareAddress,
  /** `domain`: SES signs for the sender's domain (DKIM, MAIL FROM). `address`: one address, proven by a mail to it. */
  identity: oneOf('domain', 'address'),
  /** Where the sender's domain is served by Route 53; without it the records to make are outputs of the stack. */
  hostedZone: z.optional(hostedZone),
  /** Who may be written to while SES keeps the account in its sandbox; emptied when it is left. */
  sandboxRecipients: z._default(z.array(bareAddress, 'must be a list of addresses'), []),
});

const domain = z.strictObject({
  name: hostName,
  /** In Route 53: records and the certificate are made. Without it, `certificateArn` is needed. */
  hostedZone: z.optional(hostedZone),
  certificateArn: z.optional(usCertificate),
  /** A name of the API's own, so that its public execute-api address can be turned off. */
  api: z.optional(apiDomain),
});

const passkeys = z.strictObject({
  /** Explicit, for it can never change without every passkey being listed as of a previous one. */
  rpId: z.optional(hostName),
  previousRpIds: z._default(z.array(hostName, 'must be a list of host names'), []),
});

/** The site checks the rest of it: `GATEHOUSE_BRAND_*` in docs/settings.md. */
const brand = z.strictObject({
  name: text(/^\S.{0,59}$/, 'must be the name that people know you by, up to 60 characters'),
  accent: z.optional(colour),
  accentDark: z.optional(colour),
  /** A file, from the folder of the repository. */
  logo: z.optional(text(/^\S.*$/, 'must be the path of a picture')),
  /** `Privacy=https://example.com/privacy, Help=mailto:help@example.com`. */
  links: z.optional(z.string('must be links such as Privacy=https://example.com/privacy')),
});

const schema = z.strictObject({
  name: stageName,
  account: accountId,
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-central-1'),
  profile: oneOf('standard', 'economy'),
  brand,
  securityContact,
  /** Invited by mail at the first deploy, and at a later one while there is no administrator. */
  firstAdministrator: z.optional(bareAddress),
  domain: z.optional(domain),
  mail,
  capacity,
  retention,
  allowedOrigins: z._default(z.array(httpsOrigin, 'must be a list of origins'), []),
  /** Where a sign-in may lead back to, besides the site itself. */
  returnTo: z._default(z.array(httpsOrigin, 'must be a list of origins'), []),
  passkeys: z._default(passkeys, { previousRpIds: [] }),
  password: z._default(
    z.strictObject({
      policy: oneOf('default', 'nist'),
      hashCost: z._default(hashCost, 12),
      /**
       * Where stolen passwords are looked up by five digits of their hash; null: nowhere. What is not said follows the
       * profile: functions of `standard` stand in a network without a way out.
       */
      breachCheck: z.optional(z.nullable(httpsOrigin)),
    }),
    { policy: 'default', hashCost: 12 },
  ),
  clientId: z._default(text(/^[\w.-]{1,64}$/, 'must be up to 64 letters, digits, "." "-" or "_"'), 'gatehouse-web'),
  providers: z._default(z.array(provider, 'must be a list of sign-in providers'), []),
  /** The only hosts outside AWS that a function may call. */
  outgoingHosts: z._default(z.array(hostName, 'must be a list of host names'), []),
  edge: z._default(
    z.strictObject({
      firewall: z._default(yesOrNo, true),
      /** Which of the two values of the origin-verify secret CloudFront sends; the other one can then be replaced. */
      sends: z._default(oneOf('a', 'b'), 'a'),
    }),
    { firewall: true, sends: 'a' },
  ),
  alarms: z._default(z.strictObject({ mail: z.optional(bareAddress), monthlyBudgetUsd: z.optional(positive) }), {}),
});

/** A stage as an operator writes it: what has a default may be left out. */
export type StageInput = z.input<typeof schema>;
/** A stage as the stacks read it. */
export type StageConfig = z.output<typeof schema>;
export type Profile = StageConfig['profile'];

/** A stage that cannot be deployed. `faults` says of each value where it stands and what to write instead. */
export class StageError extends Error {
  override readonly name = 'StageError';
  readonly faults: readonly string[];

  constructor(stage: string, faults: readonly string[]) {
    super(
      `The stage "${stage}" in infra/stages.ts has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
    this.faults = faults;
  }
}

/** Checks a whole stage at once; throws a `StageError` that lists every fault. */
export function readStage(input: unknown): StageConfig {
  const parsed = schema.safeParse(input);
  const name = typeof input === 'object' && input !== null && 'name' in input ? String(input.name) : 'without a name';
  if (!parsed.success) {
    const { sound, unsound } = settingsOf(input);
    const own = parsed.error.issues.flatMap((issue) => faultOf(issue, input));
    throw new StageError(name, [...own, ...crossFaults(sound, unsound)]);
  }
  const faults = crossFaults(parsed.data, new Set());
  if (faults.length > 0) throw new StageError(name, faults);
  return parsed.data;
}

/** Of a stage with faults the settings that have none of their own, and the names of the others, which nobody may read. */
function settingsOf(input: unknown): { sound: StageConfig; unsound: ReadonlySet<string> } {
  const given = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const read = Object.entries(schema.shape).map(([name, setting]) => [name, setting.safeParse(given[name])] as const);
  const sound = Object.fromEntries(read.map(([name, { data }]) => [name, data])) as StageConfig;
  return { sound, unsound: new Set(read.filter(([, { success }]) => !success).map(([name]) => name)) };
}

function faultOf(issue: z.core.$ZodIssue, input: unknown): string[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) => `${[path, key].filter(Boolean).join('.')} is no setting: take it out or mend its name`,
    );
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input);
  return [
    value === undefined ? `${path} is missing: it ${issue.message}` : `${path} ${issue.message}, not ${show(value)}`,
  ];
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 80) ?? String(value);
}

/** The origin of the range search for stolen passwords; null where none is asked. */
export function breachCheck({ password, profile }: StageConfig): string | null {
  return password.breachCheck === undefined ? breachCheckOf[profile] : password.breachCheck;
}

const breachCheckOf: Readonly<Record<Profile, string | null>> = {
  standard: null,
  economy: 'https://api.pwnedpasswords.com',
};

/** NIST SP 800-63B-4 asks for 15 characters where a password is the only factor. */
export function passwordMinLength({ password }: StageConfig): number {
  return password.policy === 'nist' ? 15 : 12;
}
