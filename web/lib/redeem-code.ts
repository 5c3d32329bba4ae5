import type { Failure } from '../../lambdas/kernel/http/client.ts';

/**
 * Tries a code with one request after the other. A wrong pair is refused with `TOKEN_INVALID` and costs that request a
 * try; any other refusal concerns all of them and ends the trying.
 *
 * @throws RangeError where there is no request at all; whatever `send` throws where no answer came.
 */
export async function redeemCode<Request, A extends { ok: true } | Failure>(
  requests: readonly Request[],
  send: (request: Request) => Promise<A>,
): Promise<A> {
  let answer: A | undefined;
  for (const request of requests) {
    answer = await send(request);
    if (answer.ok || answer.code !== 'TOKEN_INVALID') return answer;
  }
  if (!answer) throw new RangeError('no request was made whose code this could be');
  return answer;
}
