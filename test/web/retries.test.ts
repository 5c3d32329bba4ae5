import { answered, askAgainAfter, isAskedAgain, isLasting, RefusedError } from '../../web/lib/retries.ts';
import { SignedOutError } from '../../web/lib/session/authorized.ts';
import { refusal } from './tabs.ts';

const refused = (status: number, retryAfter?: string) => {
  const failure = refusal(status, 'INTERNAL');
  if (retryAfter !== undefined) failure.headers.set('retry-after', retryAfter);
  return new RefusedError(failure);
};

describe('a read', () => {
  it.each([400, 401, 403, 404, 409, 412, 422, 428, 429])(
    'that was refused with %i is not asked for again',
    (status) => {
      expect(isAskedAgain(0, refused(status))).toBe(false);
    },
  );

  it('of a session that is over is not asked for again', () => {
    expect(isAskedAgain(0, new SignedOutError())).toBe(false);
  });

  it('that is watched is left alone once it is refused, but not where it was asked for too often or has failed', () => {
    expect([403, 404].map((status) => isLasting(refused(status)))).toEqual([true, true]);
    expect(isLasting(new SignedOutError())).toBe(true);
    expect([429, 500, 503].map((status) => isLasting(refused(status)))).toEqual([false, false, false]);
    expect(isLasting(new TypeError('fetch failed'))).toBe(false);
  });

  it.each([refused(500), refused(503), refused(503, '5'), new TypeError('fetch failed')])(
    'that failed on the way or on our side is asked for twice more (%#)',
    (error) => {
      expect([0, 1, 2].map((failures) => isAskedAgain(failures, error))).toEqual([true, true, false]);
    },
  );

  it('waits as long as the platform wishes, and is left to the person where that is long', () => {
    expect(askAgainAfter(0, new TypeError('fetch failed'))).toBe(1000);
    expect(askAgainAfter(1, refused(503, '1'))).toBe(2000);
    expect(askAgainAfter(0, refused(503, '4'))).toBe(4000);
    expect(isAskedAgain(0, refused(503, '6'))).toBe(false);
  });

  it('answers its data, and its refusal as an error that keeps it', async () => {
    expect(await answered(Promise.resolve({ ok: true as const, data: 7 }))).toBe(7);
    const failure = refusal(403, 'FORBIDDEN');
    await expect(answered(Promise.resolve(failure))).rejects.toMatchObject({ name: 'RefusedError', failure });
  });
});
