import type { ErrorCode } from '../../lambdas/kernel/errors.ts';
import type { Failure } from '../../lambdas/kernel/http/client.ts';
import { redeemCode } from '../../web/lib/redeem-code.ts';

const refused = (code: ErrorCode): Failure => ({
  ok: false,
  status: 400,
  code,
  message: '',
  details: {},
  headers: new Headers(),
});
const fits = { ok: true as const, by: 'this one' };

async function redeem(requests: readonly string[], answers: Record<string, Failure | typeof fits>) {
  const tried: string[] = [];
  const answer = await redeemCode(requests, async (request) => {
    tried.push(request);
    return answers[request] ?? refused('TOKEN_INVALID');
  });
  return { answer, tried };
}

describe('a code that a person types', () => {
  it('is tried with each request until one fits, and with no other after it', async () => {
    expect(await redeem(['newest', 'older', 'oldest'], { older: fits })).toEqual({
      answer: fits,
      tried: ['newest', 'older'],
    });
  });

  it('is refused as the last request refuses it where none fits', async () => {
    const { answer, tried } = await redeem(['newest', 'older'], {});
    expect(tried).toEqual(['newest', 'older']);
    expect(answer).toMatchObject({ ok: false, code: 'TOKEN_INVALID' });
  });

  it.each(['RATE_LIMITED', 'DEPENDENCY_UNAVAILABLE', 'VALIDATION_FAILED'] as const)(
    'costs no further try after %s, which concerns every request',
    async (code) => {
      const { answer, tried } = await redeem(['newest', 'older'], { newest: refused(code) });
      expect(tried).toEqual(['newest']);
      expect(answer).toMatchObject({ code });
    },
  );

  it('is tried no further where no answer came', async () => {
    const call = redeemCode(['newest', 'older'], () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(call).rejects.toThrow('Failed to fetch');
  });
});
