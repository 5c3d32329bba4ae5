import { defineFlow } from '../../kernel/http/flow.ts';
import { apiVersion } from '../../kernel/http/pipeline/envelope.ts';
import { whenUsed } from '../../kernel/when-used.ts';
import { service } from './contract.ts';
import { authorizationServerMetadata, readiness, relatedOrigins, securityTxt } from './service.ts';

/**
 * Made at the first question: most instances are never asked, and every contract is much to load for a function that is
 * asked whether it is up. It depends on the table alone.
 */
const openApi = whenUsed(async () => {
  const [{ api }, { openApiDocument }] = await Promise.all([
    import('../../api.ts'),
    import('../../kernel/http/openapi.ts'),
  ]);
  return openApiDocument(api, { title: 'Gatehouse', version: apiVersion });
});

/** `$default` comes here too: the whole table lets an unmatched request be told 404 or 405 with `Allow`. */
export const serviceFlow = defineFlow(
  service,
  {
    health: async () => ({ data: { status: 'up' as const } }),
    ready: async ({ query }, context) => ({ data: await readiness(context, query.deep === '1') }),
    openapi: async () => ({ data: await openApi() }),
    jwks: async (_, { keys }) => ({ data: (await keys.verifying()).jwks }),
    authorizationServer: async (_, context) => ({ data: authorizationServerMetadata(context) }),
    changePasswordPage: async (_, { config }) => ({ data: undefined, location: `${config.origin}/account/security` }),
    securityTxt: async (_, context) => ({ data: securityTxt(context) }),
    relatedOrigins: async (_, { config }) => ({ data: relatedOrigins(config) }),
  },
  async () => Object.values((await import('../../api.ts')).api),
);
