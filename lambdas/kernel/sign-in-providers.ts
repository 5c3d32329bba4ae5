/** `GATEHOUSE_PROVIDERS`: a JSON list of sign-in providers, in the order in which people see them. */
import * as z from 'zod/mini';
import type { ProviderSettings } from '../ports/identity-providers.ts';

const line = (max: number, message: string) =>
  z.string(message).check(z.regex(new RegExp(`^\\S.{0,${max - 1}}$`), message));
const common = {
  id: z.string('must be a name').check(z.regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be a short name such as google')),
  client_id: line(200, 'must be the client id that the provider gave'),
  name: z.optional(line(40, 'must be what people read on the button, up to 40 characters')),
};
const domain = z
  .string('must be a domain')
  .check(z.regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/, 'must be a domain such as example.com'));
const tenant = z
  .string('must be a tenant id')
  .check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be the UUID of a directory, in lower case'));
const tenId = z
  .string('must be 10 letters and digits')
  .check(z.regex(/^[A-Z0-9]{10}$/, 'must be 10 letters and digits'));

const kinds = [
  z.strictObject({ ...common, kind: z.literal('google') }),
  z.strictObject({ ...common, kind: z.literal('github') }),
  z.strictObject({
    ...common,
    kind: z.literal('microsoft'),
    tenants: z.array(tenant, 'must be a list of tenant ids').check(z.minLength(1, 'must name a tenant')),
  }),
  z.strictObject({ ...common, kind: z.literal('apple'), team_id: tenId, key_id: tenId }),
  z.strictObject({
    ...common,
    kind: z.literal('oidc'),
    name: line(40, 'must be what people read on the button, up to 40 characters'),
    issuer: z.string('must be the address of an issuer').check(z.refine(isIssuer, 'must be the address of an issuer')),
    authoritative_for: z._default(z.array(domain, 'must be a list of domains'), []),
  }),
] as const;

const schema = z.array(
  z.discriminatedUnion('kind', kinds, 'must be of kind google, microsoft, apple, github or oidc'),
  'must be a JSON list',
);

type Given = z.output<typeof schema>[number];

const usualNames = { google: 'Google', microsoft: 'Microsoft', apple: 'Apple', github: 'GitHub', oidc: '' };

/** Reads the setting; `faults` are sentences for whoever wrote it, all of them at once. */
export function readProviders(text: string): { providers: ProviderSettings[]; faults: string[] } {
  const parsed = schema.safeParse(parsedJson(text));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path, message }) => `${['GATEHOUSE_PROVIDERS', ...path.map(String)].join('.')} ${message}`,
    );
    return { providers: [], faults };
  }
  const ids = parsed.data.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  return {
    providers: parsed.data.map(settingsOf),
    faults: twice.map((id) => `GATEHOUSE_PROVIDERS names ${id} twice`),
  };
}

function settingsOf(given: Given): ProviderSettings {
  const { id, client_id: clientId } = given;
  const common = { id, clientId, name: given.name ?? usualNames[given.kind] };
  switch (given.kind) {
    case 'microsoft':
      return { ...common, kind: given.kind, tenants: given.tenants };
    case 'apple':
      return { ...common, kind: given.kind, teamId: given.team_id, keyId: given.key_id };
    case 'oidc':
      return { ...common, kind: given.kind, issuer: given.issuer, authoritativeFor: given.authoritative_for };
    default:
      return { ...common, kind: given.kind };
  }
}

/** What is only safe on one machine. */
export function faultsInCloud(providers: readonly ProviderSettings[]): string[] {
  return providers
    .filter((provider) => provider.kind === 'oidc' && !provider.issuer.startsWith('https:'))
    .map(({ id }) => `GATEHOUSE_PROVIDERS: the issuer of ${id} must start with https:// in the cloud`);
}

/** OpenID Connect Discovery 2: a URL without query and fragment. On one machine it may be a plain one. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username, hostname } = new URL(text);
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1';
  return (protocol === 'https:' || (protocol === 'http:' && isHere)) && search === '' && hash === '' && username === '';
}

/** Where the providers of the known kinds are called. */
const hostsOfKind = {
  google: ['accounts.google.com', 'oauth2.googleapis.com', 'www.googleapis.com'],
  microsoft: ['login.microsoftonline.com'],
  apple: ['appleid.apple.com'],
  github: ['github.com', 'api.github.com'],
};

/** The hosts at which the providers are called; an issuer whose endpoints stand elsewhere needs theirs named besides. */
export function hostsOf(providers: readonly ProviderSettings[]): string[] {
  return providers.flatMap((provider) =>
    provider.kind === 'oidc' ? [new URL(provider.issuer).host] : hostsOfKind[provider.kind],
  );
}

/**
 * `GATEHOUSE_PROVIDER_SECRETS`: by the provider's id, in the cloud the ARN of its client secret, on one machine the secret
 * itself. A fault never repeats the text.
 *
 * @throws Error
 */
export function readProviderSecrets(text: string | undefined): Record<string, string> {
  const parsed = z.record(z.string(), z.string()).safeParse(parsedJson(text || '{}'));
  if (!parsed.success)
    throw new Error('GATEHOUSE_PROVIDER_SECRETS must be a JSON object of texts by the ids of providers');
  return parsed.data;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
