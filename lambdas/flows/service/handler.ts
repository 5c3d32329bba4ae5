import { api } from '../../api.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { openApiDocument } from '../../kernel/http/openapi.ts';
import { apiVersion } from '../../kernel/http/pipeline/envelope.ts';
import { service } from './contract.ts';
import { authorizationServerMetadata, readiness, relatedOrigins, securityTxt } from './service.ts';

let document: Record<string, unknown> | undefined;

/** Made at the first question: most instances are never asked. It depends on the table alone. */
function openApi(): Record<string, unknown> {
  document ??= openApiDocument(api, { title: 'Gatehouse', version: apiVersion });
  return document;
}

/** `$default` comes here too: the whole table lets an unmatched request be told 404 or 405 with `Allow`. */
export const serviceFlow = defineFlow(
  service,
  {
    health: async () => ({ data: { status: 'up' as const } }),
    ready: async ({ query }, context) => ({ data: await readiness(context, query.deep === '1') }),
    openapi: async () => ({ data: openApi() }),
    jwks: async (_, { keys }) => ({ data: (await keys.verifying()).jwks }),
    authorizationServer: async (_, context) => ({ data: authorizationServerMetadata(context) }),
    changePasswordPage: async (_, { config }) => ({ data: undefined, location: `${config.origin}/account/security` }),
    securityTxt: async (_, context) => ({ data: securityTxt(context) }),
    relatedOrigins: async (_, { config }) => ({ data: relatedOrigins(config) }),
  },
  Object.values(api),
);
