import { outcomeOf } from '../../web/lib/sign-in-providers/outcome.ts';
import { startAddress } from '../../web/lib/sign-in-providers/providers.ts';

describe('what the way back from a provider says', () => {
  it.each(['cancelled', 'link_first', 'taken', 'no_fresh_proof'])('has words of its own for %s', (reason) => {
    const told = outcomeOf(`#error=OAUTH_FAILED&reason=${reason}`);
    expect(told).toMatchObject({
      kind: 'refused',
      title: expect.stringMatching(/\.$/),
      advice: expect.stringMatching(/\.$/),
    });
    expect(told).not.toEqual(outcomeOf('#error=OAUTH_FAILED'));
  });

  it.each(['', '&reason=', '&reason=constructor', '&reason=<b>'])('says the usual with%s', (more) => {
    expect(outcomeOf(`#error=OAUTH_FAILED${more}`)).toMatchObject({ title: 'Signing in there did not work.' });
    expect(outcomeOf(`#error=RATE_LIMITED${more}`)).toMatchObject({ title: 'Too many tries.' });
  });

  it('says what was linked, and that a proof was taken', () => {
    expect(outcomeOf('#linked=google')).toEqual({ kind: 'linked', provider: 'google' });
    expect(outcomeOf('#confirmed')).toEqual({ kind: 'confirmed' });
  });

  it.each(['', '#', '#error=', '#error=toString', '#error=NO_SUCH', '#linked=<script>', '#linked=', '#token=x'])(
    'says nothing for %j',
    (fragment) => {
      expect(outcomeOf(fragment)).toBeNull();
    },
  );
});

describe('the address at which signing in begins', () => {
  const google = { id: 'google', kind: 'google', name: 'Google', steps_up: false } as const;
  it('bears where the person wanted to be', () => {
    expect(startAddress(google, null)).toBe('/api/v1/auth/oauth/google/start');
    expect(startAddress(google, '/account?a=b&c')).toBe(
      '/api/v1/auth/oauth/google/start?return_to=%2Faccount%3Fa%3Db%26c',
    );
  });
});
