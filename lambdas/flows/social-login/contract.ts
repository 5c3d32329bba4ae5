import * as z from 'zod/mini';
import { defineContract, type Limit } from '../../kernel/http/contract.ts';
import { id, text, timestamp } from '../../kernel/http/fields.ts';
import { reads, signedInIp, writes } from '../../kernel/http/limits.ts';

/** A state has 256 random bits, so nothing is guessed here: the limit keeps one address from using up the store. */
const roundTrips: Limit = { name: 'oauth', per: 'ip', max: 300, windowSeconds: 15 * 60, counts: 'all' };

const refusals = { page: '/sign-in', code: 'OAUTH_FAILED' } as const;
const name = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,19}$/));
const provider = z.object({ provider: name });
const place = z.optional(text(2048));

const listed = z.object({
  id: z.string(),
  kind: z.enum(['google', 'microsoft', 'apple', 'github', 'oidc']),
  name: z.string(),
  /** Whether it can prove again who one is. */
  steps_up: z.boolean(),
});
export type ListedProvider = z.infer<typeof listed>;

const identity = z.object({
  id,
  provider: z.string(),
  /** As the provider said it at the last sign-in. */
  email: z.nullable(z.string()),
  created_at: timestamp,
  last_used_at: z.nullable(timestamp),
});
export type IdentityView = z.infer<typeof identity>;

/** What a provider's answer may bear (RFC 6749 4.1.2, RFC 9207 2); what else it sends is not read. */
const answer = {
  code: z.optional(text(4096)),
  state: z.optional(text(512)),
  iss: z.optional(text(512)),
  error: z.optional(text(200)),
};

/** docs/flows/social-login.md. */
export const socialLogin = defineContract({
  flow: 'social-login',
  needs: ['database', 'store', 'sign', 'mail', 'internet'],
  routes: {
    providers: {
      method: 'GET',
      path: '/api/v1/auth/oauth/providers',
      summary: 'The providers that sign people in here.',
      access: 'public',
      limits: [],
      success: { status: 200, data: z.array(listed), list: true },
      errors: [],
    },
    start: {
      method: 'GET',
      path: '/api/v1/auth/oauth/{provider}/start',
      summary: 'To the provider, to sign in by it. A browser comes here by navigation.',
      access: 'public',
      refusals,
      limits: [roundTrips],
      params: provider,
      query: z.object({ return_to: place }),
      success: { status: 302 },
      errors: [],
    },
    callback: {
      method: 'GET',
      path: '/api/v1/auth/oauth/{provider}/callback',
      summary: 'Back from the provider; on to the site, signed in. A browser comes here by navigation.',
      access: 'public',
      refusals,
      limits: [roundTrips],
      params: provider,
      query: z.object({ ...answer, form: z.optional(text(64)) }),
      success: { status: 302 },
      errors: [],
    },
    postedCallback: {
      method: 'POST',
      path: '/api/v1/auth/oauth/{provider}/callback',
      summary: 'Back from a provider that posts its answer (OAuth 2.0 Form Post Response Mode): on to the GET.',
      access: 'public',
      takesForm: true,
      refusals,
      limits: [roundTrips],
      params: provider,
      /** `user` is Apple's: a name, told at the first sign-in alone. */
      body: z.object({ ...answer, user: z.optional(text(2048)) }),
      success: { status: 303 },
      errors: [],
    },
    reauthenticateByProvider: {
      method: 'POST',
      path: '/api/v1/auth/reauthenticate/oauth/{provider}',
      summary: 'Where to prove again who one is, for an account that has nothing better than a provider.',
      access: 'user',
      limits: [writes, signedInIp],
      params: provider,
      body: z.object({ return_to: place }),
      bodyOptional: true,
      success: { status: 200, data: z.object({ url: z.url() }) },
      errors: ['NOT_FOUND', 'REAUTHENTICATION_FAILED'],
    },
    identities: {
      method: 'GET',
      path: '/api/v1/users/me/identities',
      summary: 'The accounts at providers that sign you in.',
      access: 'user',
      whileActing: true,
      limits: [reads, signedInIp],
      success: { status: 200, data: z.array(identity), list: true },
      errors: [],
    },
    /** `id` is a provider's: OpenAPI takes one name for a place in a path. */
    link: {
      method: 'POST',
      path: '/api/v1/users/me/identities/{id}',
      summary: 'Where to link an account at the provider of that id.',
      access: 'user',
      recentAuthentication: true,
      limits: [writes, signedInIp],
      params: z.object({ id: name }),
      body: z.object({ return_to: place }),
      bodyOptional: true,
      success: { status: 200, data: z.object({ url: z.url() }) },
      errors: ['NOT_FOUND'],
    },
    unlink: {
      method: 'DELETE',
      path: '/api/v1/users/me/identities/{id}',
      summary: 'Let an account at a provider sign you in no more; your other sessions end.',
      access: 'user',
      recentAuthentication: true,
      limits: [writes, signedInIp],
      params: z.object({ id }),
      success: { status: 204 },
      errors: ['NOT_FOUND', 'LAST_CREDENTIAL'],
    },
  },
});
