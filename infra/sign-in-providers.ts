/** Sign-in providers as an operator writes them down. */
import * as z from 'zod/mini';
import { hostName, text } from './config-fields.ts';

const name = text(/^\S.{0,39}$/, 'must be what people read on the button, up to 40 characters');
/** The client secret is not here: it is put into the provider's secret after the first deploy. */
const common = {
  id: text(/^[a-z][a-z0-9-]{0,19}$/, 'must be a short name such as google'),
  clientId: text(/^\S{1,200}$/, 'must be the client id that the provider gave'),
  name: z.optional(name),
};
const tenant = text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be the UUID of a directory, in lower case');
const appleId = text(/^[A-Z0-9]{10}$/, 'must be 10 capital letters and digits');

export const provider = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ ...common, kind: z.literal('google') }),
    z.strictObject({ ...common, kind: z.literal('github') }),
    z.strictObject({
      ...common,
      kind: z.literal('microsoft'),
      /** The directories whose people may sign in. */
      tenants: z.array(tenant, 'must be a list of directories').check(z.minLength(1, 'must name a directory')),
    }),
    z.strictObject({ ...common, kind: z.literal('apple'), teamId: appleId, keyId: appleId }),
    z.strictObject({
      ...common,
      name,
      kind: z.literal('oidc'),
      issuer: text(/^https:\/\/[^\s?#@]+$/, 'must be the https address of an issuer'),
      /** Domains whose addresses this issuer alone hands out: accounts of theirs are linked without asking. */
      authoritativeFor: z._default(z.array(hostName, 'must be a list of domains'), []),
    }),
  ],
  'must be of kind "google", "microsoft", "apple", "github" or "oidc"',
);

/** As `GATEHOUSE_PROVIDERS` has it (lambdas/kernel/sign-in-providers.ts). */
export function providerSetting(given: z.output<typeof provider>): Record<string, unknown> {
  const { id, kind, clientId, name } = given;
  const setting = { id, kind, client_id: clientId, name };
  if (given.kind === 'microsoft') return { ...setting, tenants: given.tenants };
  if (given.kind === 'apple') return { ...setting, team_id: given.teamId, key_id: given.keyId };
  if (given.kind === 'oidc') return { ...setting, issuer: given.issuer, authoritative_for: given.authoritativeFor };
  return setting;
}
