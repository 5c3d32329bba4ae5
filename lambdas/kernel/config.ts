import * as z from 'zod/mini';
import type { ProviderSettings } from '../ports/identity-providers.ts';
import { unknownSettings } from './known-settings.ts';
import { faultsInCloud, hostsOf, readProviders } from './sign-in-providers.ts';

const url = z.string().check(z.refine(isOrigin, 'must be an origin such as https://auth.example.com'));
const seconds = z.coerce.number().check(z.int('must be a whole number'), z.minimum(1, 'must be at least 1'));
const list = z.pipe(
  z.string(),
  z.transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  ),
);
const hostName = z
  .string()
  .check(z.regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be a host name'));
const instant = z.pipe(
  z.iso.datetime({ error: 'must be a time such as 2030-01-31T12:00:00Z' }),
  z.transform((text) => new Date(text)),
);
const flag = z.pipe(
  z.enum(['true', 'false'], 'must be true or false'),
  z.transform((text) => text === 'true'),
);

/** Every setting with its default, by the name of its environment variable. */
const schema = z.object({
  GATEHOUSE_MODE: z._default(z.enum(['cloud', 'local', 'test'], 'must be cloud, local or test'), 'cloud'),
  GATEHOUSE_ORIGIN: url,
  GATEHOUSE_ALLOWED_ORIGINS: z._default(list, []),
  GATEHOUSE_CLIENT_ID: z._default(z.string().check(z.minLength(1)), 'gatehouse-web'),
  GATEHOUSE_BRAND_NAME: z._default(z.string().check(z.minLength(1)), 'Gatehouse'),
  GATEHOUSE_MAIL_FROM: z.string().check(z.regex(/^[^\s@<>"]+@[^\s@<>"]+$/, 'must be a bare e-mail address')),
  GATEHOUSE_SECURITY_CONTACT: z
    .string()
    .check(z.regex(/^(mailto:|https:\/\/)\S+$/, 'must be a mailto: or https: address')),
  GATEHOUSE_RATE_LIMITS: z._default(flag, true),
  GATEHOUSE_HASH_COST: z._default(
    z.coerce.number().check(z.int(), z.minimum(4, 'must be at least 4'), z.maximum(15)),
    12,
  ),
  GATEHOUSE_PASSWORD_MIN_LENGTH: z._default(
    z.coerce.number().check(z.int(), z.minimum(8, 'must be at least 8'), z.maximum(64)),
    12,
  ),
  GATEHOUSE_ACCESS_TOKEN_SECONDS: z._default(seconds, 900),
  GATEHOUSE_SESSION_SECONDS: z._default(seconds, 30 * 86_400),
  GATEHOUSE_SESSION_IDLE_SECONDS: z._default(seconds, 14 * 86_400),
  GATEHOUSE_REFRESH_GRACE_SECONDS: z._default(seconds.check(z.maximum(60, 'must be at most 60')), 10),
  GATEHOUSE_VERIFICATION_SECONDS: z._default(seconds, 86_400),
  GATEHOUSE_INVITATION_SECONDS: z._default(seconds, 7 * 86_400),
  GATEHOUSE_PASSWORD_RESET_SECONDS: z._default(seconds, 600),
  GATEHOUSE_MAGIC_LINK_SECONDS: z._default(seconds, 600),
  GATEHOUSE_EMAIL_CHANGE_SECONDS: z._default(seconds, 86_400),
  GATEHOUSE_EMAIL_REVERT_SECONDS: z._default(seconds, 7 * 86_400),
  GATEHOUSE_PENDING_SIGN_IN_SECONDS: z._default(seconds, 300),
  GATEHOUSE_RP_ID: z.optional(hostName),
  GATEHOUSE_PREVIOUS_RP_IDS: z._default(list, []),
  GATEHOUSE_RETURN_TO: z._default(list, []),
  GATEHOUSE_PROVIDERS: z._default(z.string(), '[]'),
  GATEHOUSE_OUTGOING_HOSTS: z._default(list, []),
  GATEHOUSE_BREACH_CHECK: z._default(z.string(), ''),
  GATEHOUSE_EPOCH: z._default(instant, new Date(0)),
  GATEHOUSE_DATABASE_PAUSES: z._default(flag, false),
  GATEHOUSE_AUDIT_DAYS: z._default(
    z.coerce.number().check(z.int('must be a whole number'), z.minimum(90, 'must be at least 90')),
    400,
  ),
});

export const settingNames: readonly string[] = Object.keys(schema.shape);

export interface Config {
  mode: 'cloud' | 'local' | 'test';
  /** The site's and the API's public origin; every link in a mail starts with it. */
  origin: string;
  issuer: string;
  audience: string;
  /** `origin` and the further origins whose pages may call the API with cookies. */
  allowedOrigins: readonly string[];
  clientId: string;
  brand: { name: string };
  mailFrom: string;
  securityContact: string;
  rateLimits: boolean;
  password: { hashCost: number; minLength: number; maxLength: number };
  /** All in seconds. */
  lifetimes: {
    accessToken: number;
    session: number;
    sessionIdle: number;
    refreshGrace: number;
    verification: number;
    invitation: number;
    mailCode: number;
    passwordReset: number;
    magicLink: number;
    emailChange: number;
    emailRevert: number;
    pendingSignIn: number;
  };
  /** Relying party ids (WebAuthn L3 4): of new passkeys, and of those that were made under another one. Null: no passkeys. */
  passkeys: { rpId: string | null; previousRpIds: readonly string[] };
  /** Origins, besides `origin`, whose apps sign people in here: a sign-in may lead back to them. */
  returnTo: readonly string[];
  /** Where people have accounts that sign them in here, in the order of their buttons. */
  providers: readonly ProviderSettings[];
  /** The hosts outside AWS that are called, with a port where it is not the usual one. */
  outgoingHosts: readonly string[];
  /** The origin of the range search for breached passwords (`/range/ABCDE`); null: passwords are not looked up. */
  breachCheck: string | null;
  /** Sessions and one-time tokens from before this moment are dead: a restored backup brings old ones back. */
  epoch: Date;
  /** The database falls asleep when nobody asks it anything: what asks periodically leaves it alone. */
  databasePauses: boolean;
  /** For how many days rows of the audit log are kept, by whole months. */
  auditDays: number;
}

/** The environment is not fit to start with. `faults` names each variable and what it must be. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** The process's environment: read here and nowhere else. */
export function ambientEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** Reads and checks the whole configuration once; throws a `ConfigurationError` that lists every fault. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = schema.safeParse(environment);
  const unknown = unknownSettings(environment, settingNames);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => {
      const name = issue.path.map(String).join('.');
      return environment[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`;
    });
    throw new ConfigurationError([...wrong, ...unknown]);
  }
  const settings = parsed.data;
  const given = readProviders(settings.GATEHOUSE_PROVIDERS);
  const inCloud = settings.GATEHOUSE_MODE === 'cloud' ? faultsInCloud(given.providers) : [];
  const faults = [...crossFaults(settings), ...given.faults, ...inCloud, ...unknown];
  if (faults.length > 0) throw new ConfigurationError(faults);
  return {
    mode: settings.GATEHOUSE_MODE,
    origin: settings.GATEHOUSE_ORIGIN,
    issuer: settings.GATEHOUSE_ORIGIN,
    audience: `${settings.GATEHOUSE_ORIGIN}/api`,
    allowedOrigins: [...new Set([settings.GATEHOUSE_ORIGIN, ...settings.GATEHOUSE_ALLOWED_ORIGINS])],
    clientId: settings.GATEHOUSE_CLIENT_ID,
    brand: { name: settings.GATEHOUSE_BRAND_NAME },
    mailFrom: settings.GATEHOUSE_MAIL_FROM,
    securityContact: settings.GATEHOUSE_SECURITY_CONTACT,
    rateLimits: settings.GATEHOUSE_RATE_LIMITS,
    password: {
      hashCost: settings.GATEHOUSE_HASH_COST,
      minLength: settings.GATEHOUSE_PASSWORD_MIN_LENGTH,
      maxLength: 128,
    },
    lifetimes: {
      accessToken: settings.GATEHOUSE_ACCESS_TOKEN_SECONDS,
      session: settings.GATEHOUSE_SESSION_SECONDS,
      sessionIdle: settings.GATEHOUSE_SESSION_IDLE_SECONDS,
      refreshGrace: settings.GATEHOUSE_REFRESH_GRACE_SECONDS,
      verification: settings.GATEHOUSE_VERIFICATION_SECONDS,
      invitation: settings.GATEHOUSE_INVITATION_SECONDS,
      mailCode: 600,
      passwordReset: settings.GATEHOUSE_PASSWORD_RESET_SECONDS,
      magicLink: settings.GATEHOUSE_MAGIC_LINK_SECONDS,
      emailChange: settings.GATEHOUSE_EMAIL_CHANGE_SECONDS,
      emailRevert: settings.GATEHOUSE_EMAIL_REVERT_SECONDS,
      pendingSignIn: settings.GATEHOUSE_PENDING_SIGN_IN_SECONDS,
    },
    passkeys: { rpId: settings.GATEHOUSE_RP_ID ?? null, previousRpIds: settings.GATEHOUSE_PREVIOUS_RP_IDS },
    returnTo: settings.GATEHOUSE_RETURN_TO,
    providers: given.providers,
    outgoingHosts: [...new Set([...settings.GATEHOUSE_OUTGOING_HOSTS, ...hostsOf(given.providers)])],
    breachCheck: settings.GATEHOUSE_BREACH_CHECK || null,
    epoch: settings.GATEHOUSE_EPOCH,
    databasePauses: settings.GATEHOUSE_DATABASE_PAUSES,
    auditDays: settings.GATEHOUSE_AUDIT_DAYS,
  };
}

function crossFaults(settings: z.output<typeof schema>): string[] {
  const faults: string[] = [];
  if (!settings.GATEHOUSE_ALLOWED_ORIGINS.every(isOrigin))
    faults.push('GATEHOUSE_ALLOWED_ORIGINS must be origins such as https://app.example.com');
  if (!settings.GATEHOUSE_RETURN_TO.every(isOrigin))
    faults.push('GATEHOUSE_RETURN_TO must be origins such as https://app.example.com');
  if (!settings.GATEHOUSE_OUTGOING_HOSTS.every(isHost))
    faults.push('GATEHOUSE_OUTGOING_HOSTS must be hosts such as login.example.com');
  if (settings.GATEHOUSE_BREACH_CHECK !== '' && !isOrigin(settings.GATEHOUSE_BREACH_CHECK))
    faults.push('GATEHOUSE_BREACH_CHECK must be an origin such as https://api.pwnedpasswords.com');
  if (settings.GATEHOUSE_MODE === 'cloud') {
    if (settings.GATEHOUSE_BREACH_CHECK.startsWith('http:'))
      faults.push('GATEHOUSE_BREACH_CHECK must start with https:// in the cloud');
    if (settings.GATEHOUSE_HASH_COST < 10) faults.push('GATEHOUSE_HASH_COST must be at least 10 in the cloud');
    if (!settings.GATEHOUSE_ORIGIN.startsWith('https://'))
      faults.push('GATEHOUSE_ORIGIN must start with https:// in the cloud');
    if (settings.GATEHOUSE_ALLOWED_ORIGINS.some((origin) => !origin.startsWith('https://')))
      faults.push('GATEHOUSE_ALLOWED_ORIGINS must start with https:// in the cloud');
    if (settings.GATEHOUSE_RETURN_TO.some((origin) => !origin.startsWith('https://')))
      faults.push('GATEHOUSE_RETURN_TO must start with https:// in the cloud');
    if (!settings.GATEHOUSE_RATE_LIMITS) faults.push('GATEHOUSE_RATE_LIMITS cannot be false in the cloud');
  }
  faults.push(...passkeyFaults(settings));
  if (settings.GATEHOUSE_SESSION_IDLE_SECONDS > settings.GATEHOUSE_SESSION_SECONDS)
    faults.push('GATEHOUSE_SESSION_IDLE_SECONDS must not exceed GATEHOUSE_SESSION_SECONDS');
  return faults;
}

/** A browser lets a page use its own host name or a domain above it (WebAuthn L3 5.1.3). */
function passkeyFaults(settings: z.output<typeof schema>): string[] {
  const { GATEHOUSE_RP_ID: rpId, GATEHOUSE_PREVIOUS_RP_IDS: previous } = settings;
  if (!previous.every((id) => hostName.safeParse(id).success)) return ['GATEHOUSE_PREVIOUS_RP_IDS must be host names'];
  if (rpId === undefined) return previous.length > 0 ? ['GATEHOUSE_PREVIOUS_RP_IDS needs GATEHOUSE_RP_ID'] : [];
  const host = new URL(settings.GATEHOUSE_ORIGIN).hostname;
  return host === rpId || host.endsWith(`.${rpId}`) ? [] : [`GATEHOUSE_RP_ID must be ${host} or a domain above it`];
}

/**
 * Written as browsers write it (RFC 6454 6.2): lower case, no default port, no path, no `null`. It is compared whole,
 * so that another spelling would lock every page out.
 */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** As a URL writes it (`host`, with its port where that is not the usual one). */
function isHost(text: string): boolean {
  return URL.canParse(`https://${text}/`) && new URL(`https://${text}/`).host === text;
}
