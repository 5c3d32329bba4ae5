import { signInReply } from '../../domain/session/signed-in.ts';
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { clearCookie, setCookie } from '../../kernel/http/cookies.ts';
import { defineFlow } from '../../kernel/http/flow.ts';
import { onlyPage } from '../../kernel/http/lists.ts';
import { answeredPlace, isOwnPlace, usualPlace } from '../../kernel/http/return-to.ts';
import type { ProviderSettings } from '../../ports/identity-providers.ts';
import { socialLogin } from './contract.ts';
import { linkIdentity, listIdentities, unlinkIdentity } from './identities.ts';
import { oauthFailed } from './refusal.ts';
import { type Arrival, arrive, assertionOf, beginFor, beginSignIn, configured } from './round-trip.ts';
import { signInBy } from './social-login.ts';
import { canStepUp, requireStepUpBy, stepUpBy } from './step-up.ts';
import { keepForm, takeForm } from './trips.ts';

export const socialLoginFlow = defineFlow(socialLogin, {
  providers: async (_, { config }) => {
    const providers = config.providers.map((one) => ({
      id: one.id,
      kind: one.kind,
      name: one.name,
      steps_up: canStepUp(one),
    }));
    return onlyPage(providers);
  },
  start: async ({ params, query, headers, cookies }, context) => {
    const provider = configured(context, params.provider);
    if (!provider) throw oauthFailed(null);
    if (!isOwnWish(headers)) return { data: undefined, location: signInPage(context, query.return_to) };
    const { location, cookie } = await beginSignIn(context, provider, query.return_to, cookies);
    return { data: undefined, location, cookies: [cookie] };
  },
  callback: async ({ params, query, cookies }, context) => {
    const posted = query.form === undefined ? query : await takeForm(context, params.provider, query.form);
    const arrival = await arrive(context, params.provider, posted ?? {}, cookies);
    return { data: undefined, ...(await finish(context, arrival)) };
  },
  postedCallback: async ({ params, body }, context) => {
    const { id } = configured(context, params.provider) ?? {};
    if (id === undefined) throw oauthFailed(null);
    const key = await keepForm(context, id, body);
    return { data: undefined, location: `${context.config.origin}/api/v1/auth/oauth/${id}/callback?form=${key}` };
  },
  reauthenticateByProvider: async ({ params, body, principal, cookies }, context) => {
    const provider = found(context, params.provider);
    await requireStepUpBy(context, provider, principal.userId);
    const { location, cookie } = await beginFor(context, provider, 'step_up', principal, body.return_to, cookies);
    return { data: { url: location }, cookies: [cookie], message: 'Go there to prove that it is you.' };
  },
  identities: async ({ principal }, context) => onlyPage(await listIdentities(context, principal.userId)),
  link: async ({ params, body, principal, cookies }, context) => {
    const provider = found(context, params.id);
    const { location, cookie } = await beginFor(context, provider, 'link', principal, body.return_to, cookies);
    return { data: { url: location }, cookies: [cookie], message: 'Go there to link your account.' };
  },
  unlink: async ({ params, principal }, context) => {
    await unlinkIdentity(context, principal, params.id);
    return { data: undefined };
  },
});

function found(context: Context, id: string): ProviderSettings {
  const provider = configured(context, id);
  if (!provider) throw new AuthError('NOT_FOUND');
  return provider;
}

/** No session without its person's wish (ASVS 7.6.2): a page of another site may be clicked through, and not act alone. */
function isOwnWish(headers: Readonly<Record<string, string | undefined>>): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none' || headers['sec-fetch-user'] === '?1';
}

function signInPage({ config }: Context, wanted: string | undefined): string {
  const search = wanted !== undefined && isOwnPlace(wanted) ? `?${new URLSearchParams({ return_to: wanted })}` : '';
  return `${config.origin}/sign-in${search}`;
}

interface Finished {
  location: string;
  cookies: string[];
}

async function finish(context: Context, arrival: Arrival): Promise<Finished> {
  const { provider, trip, cookie } = arrival;
  const { purpose, returnTo, startedAt } = trip;
  if (purpose.kind === 'sign_in') {
    const assertion = await assertionOf(context, arrival);
    const { heldSessionId } = purpose;
    return signedIn(
      context,
      await signInBy(context, {
        provider,
        assertion,
        cookie,
        heldSessionId,
        returnTo: answeredPlace(returnTo, context.config),
      }),
      returnTo,
    );
  }
  const { kind, userId, sessionId } = purpose;
  await backTo(returnTo, async () => {
    const assertion = await assertionOf(context, arrival);
    if (kind === 'link') await linkIdentity(context, { provider, assertion, userId, sessionId });
    else await stepUpBy(context, { provider, assertion, userId, sessionId, startedAt });
  });
  const done = kind === 'link' ? `#linked=${provider.id}` : '#confirmed';
  return { location: `${returnTo}${done}`, cookies: [clearCookie('oauth')] };
}

/** Whoever came from a page of their own account reads there why it did not work. */
async function backTo(page: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    throw new AuthError(error.code, { details: error.details, headers: { location: page }, cause: error.cause });
  }
}

async function signedIn(
  context: Context,
  outcome: Awaited<ReturnType<typeof signInBy>>,
  returnTo: string,
): Promise<Finished> {
  if (outcome.kind === 'signed_in') {
    const { cookies } = await signInReply(context, outcome);
    return { location: returnTo, cookies: [...cookies, clearCookie('oauth')] };
  }
  const { origin, lifetimes } = context.config;
  const { token, methods } = outcome.pending;
  const place = returnTo.startsWith(`${origin}/`) ? returnTo.slice(origin.length) : usualPlace;
  const search = place === usualPlace ? '' : `?${new URLSearchParams({ return_to: place })}`;
  return {
    location: `${origin}/mfa${search}#methods=${methods.join(',')}`,
    cookies: [setCookie('mfa', token, lifetimes.pendingSignIn), clearCookie('oauth')],
  };
}
