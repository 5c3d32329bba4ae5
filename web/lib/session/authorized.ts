/** Calls on behalf of the person that a page shows. */
import type { Failure } from '../../../lambdas/kernel/http/client.ts';
import type { Session } from './session.ts';

/** No session stands behind this call any more: the page that shows it leaves for the sign-in page. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
}

/** The platform could not be asked for a token. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/**
 * Sends with the session's token: a fresh one where it is about to end, and once more with another one where it was
 * refused. Never as somebody else: a sign-in in another tab may have taken the session's place meanwhile.
 *
 * @throws SignedOutError where the session is over; NoAnswerError, or whatever `send` throws, where no answer came.
 */
export async function authorized<A extends { ok: true } | Failure>(
  session: Session,
  send: (bearer: string) => Promise<A>,
): Promise<A | Failure> {
  const state = session.store.getState();
  let whose = state.status === 'signed_in' ? state.user.id : null;
  const tokenUnless = async (refused?: string): Promise<string | Failure> => {
    const access = await session.access(refused);
    if (access === null) throw new SignedOutError();
    if ('failure' in access) {
      if (access.failure === null) throw new NoAnswerError();
      return access.failure;
    }
    whose ??= access.user.id;
    if (access.user.id !== whose) throw new SignedOutError();
    return access.accessToken;
  };

  const token = await tokenUnless();
  if (typeof token !== 'string') return token;
  const answer = await send(token);
  if (answer.ok || answer.status !== 401 || !deadToken.has(answer.code)) return answer;
  const another = await tokenUnless(token);
  return typeof another === 'string' ? send(another) : another;
}

const deadToken: ReadonlySet<string> = new Set(['TOKEN_INVALID', 'AUTHENTICATION_REQUIRED']);
