import type { Config } from '../../kernel/config.ts';
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';

/** How long a dependency may take to say that it is up. */
const patienceMs = 2_000;
const dayMs = 86_400_000;

export interface Readiness {
  status: 'up' | 'down';
  dependencies: Record<string, 'up' | 'down' | 'not_asked'>;
}

/**
 * Asks every dependency at once; a database that pauses only where the question is `deep`, since it would wake. Throws
 * 503 `DEPENDENCY_UNAVAILABLE` with the same facts as details where one is down.
 */
export async function readiness({ database, store, keys, log, config }: Context, deep: boolean): Promise<Readiness> {
  const isLeftAsleep = config.databasePauses && !deep;
  const questions = {
    ...(isLeftAsleep ? {} : { database: () => database.ping() }),
    store: () => store.ping(),
    keys: () => keys.verifying(),
  };
  const answers = await Promise.all(
    Object.entries(questions).map(async ([name, ask]): Promise<[string, 'up' | 'down']> => {
      try {
        await within(patienceMs, ask());
        return [name, 'up'];
      } catch (error) {
        log.warn('dependency is down', { dependency: name, error });
        return [name, 'down'];
      }
    }),
  );
  const down = answers.some(([, state]) => state === 'down');
  const found: Readiness = {
    status: down ? 'down' : 'up',
    dependencies: { ...(isLeftAsleep && { database: 'not_asked' }), ...Object.fromEntries(answers) },
  };
  if (down) throw new AuthError('DEPENDENCY_UNAVAILABLE', { details: { ...found } });
  return found;
}

async function within(milliseconds: number, answer: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * RFC 8414 metadata of what exists. There is no authorization and no token endpoint yet, so none is named. Section 2
 * requires `response_types_supported`, and leaving `grant_types_supported` out would claim its defaults: both are
 * empty lists, which say that nothing of the kind is supported.
 */
export function authorizationServerMetadata({ config }: Context): Record<string, unknown> {
  return {
    issuer: config.issuer,
    jwks_uri: `${config.origin}/.well-known/jwks.json`,
    response_types_supported: [],
    grant_types_supported: [],
    service_documentation: `${config.origin}/api/v1/openapi.json`,
  };
}

/** RFC 9116. Section 2.5.5 advises less than a year: the start of the day that is 365 days ahead. */
export function securityTxt({ config, clock }: Context): string {
  const expires = new Date(Math.floor(clock.now().getTime() / dayMs + 365) * dayMs);
  return [
    `Contact: ${config.securityContact}`,
    `Expires: ${expires.toISOString().replace('.000Z', 'Z')}`,
    'Preferred-Languages: en',
    `Canonical: ${config.origin}/.well-known/security.txt`,
    '',
  ].join('\n');
}

/**
 * Related origins (WebAuthn L3 5.11): pages of the other allowed origins may use the same passkeys.
 *
 * @throws AuthError `NOT_FOUND` where passkeys are off.
 */
export function relatedOrigins({ passkeys, allowedOrigins }: Config): { origins: string[] } {
  if (passkeys.rpId === null) throw new AuthError('NOT_FOUND');
  return { origins: [...allowedOrigins] };
}
