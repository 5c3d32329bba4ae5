import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';

const json = 'application/json; charset=utf-8';
const state = z.enum(['up', 'down']);
/** `not_asked`: a database that pauses is left asleep unless the question is deep. */
const dependency = z.enum(['up', 'down', 'not_asked']);

/** A plain document. Caches may keep each one for as long as they may keep the key set. */
const document = (contentType: string) => ({ contentType, cacheControl: 'public, max-age=300' });

/** docs/flows/service.md. `$default` goes to this flow as well and answers 404 and 405 from the table. */
export const service = defineContract({
  flow: 'service',
  needs: ['database', 'store'],
  routes: {
    health: {
      method: 'GET',
      path: '/api/v1/health',
      summary: 'The process lives.',
      access: 'public',
      limits: [],
      success: { status: 200, data: z.object({ status: z.literal('up') }) },
      errors: [],
    },
    ready: {
      method: 'GET',
      path: '/api/v1/health/ready',
      summary: 'Each dependency; 503 when one is down.',
      access: 'public',
      limits: [],
      query: z.object({ deep: z.optional(z.literal('1')) }),
      success: {
        status: 200,
        data: z.object({ status: state, dependencies: z.record(z.string(), dependency) }),
      },
      errors: ['DEPENDENCY_UNAVAILABLE'],
    },
    openapi: {
      method: 'GET',
      path: '/api/v1/openapi.json',
      summary: 'This document.',
      access: 'public',
      limits: [],
      success: {
        status: 200,
        data: z.looseObject({}),
        bare: document(json),
      },
      errors: [],
    },
    jwks: {
      method: 'GET',
      path: '/.well-known/jwks.json',
      summary: 'The public signing keys (RFC 7517).',
      access: 'public',
      limits: [],
      success: {
        status: 200,
        data: z.object({ keys: z.array(z.record(z.string(), z.string())) }),
        bare: document('application/jwk-set+json'),
      },
      errors: [],
    },
    authorizationServer: {
      method: 'GET',
      path: '/.well-known/oauth-authorization-server',
      summary: 'Authorization server metadata (RFC 8414): only what exists.',
      access: 'public',
      limits: [],
      success: {
        status: 200,
        data: z.looseObject({}),
        bare: document(json),
      },
      errors: [],
    },
    changePasswordPage: {
      method: 'GET',
      path: '/.well-known/change-password',
      summary: 'Where a password is changed (W3C, A Well-Known URL for Changing Passwords): a redirect to that page.',
      access: 'public',
      limits: [],
      success: { status: 302 },
      errors: [],
    },
    securityTxt: {
      method: 'GET',
      path: '/.well-known/security.txt',
      summary: 'How to report a vulnerability (RFC 9116).',
      access: 'public',
      limits: [],
      success: {
        status: 200,
        data: z.string(),
        bare: document('text/plain; charset=utf-8'),
      },
      errors: [],
    },
    relatedOrigins: {
      method: 'GET',
      path: '/.well-known/webauthn',
      summary: 'The origins whose pages may use the passkeys of this domain (WebAuthn L3 5.11).',
      access: 'public',
      limits: [],
      success: {
        status: 200,
        data: z.object({ origins: z.array(z.string()) }),
        bare: document(json),
      },
      errors: ['NOT_FOUND'],
    },
  },
});
