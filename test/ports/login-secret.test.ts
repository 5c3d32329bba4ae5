import { readLoginSecret } from '../../lambdas/adapters/keys/login-secret.ts';

describe('a login in a secret', () => {
  it('is read', () => {
    expect(readLoginSecret('{"username": "ada", "password": "five plain words", "engine": "postgres"}')).toEqual({
      username: 'ada',
      password: 'five plain words',
    });
  });

  it.each([
    '{"username": "ada", "password": plainwords}',
    'plainwords',
    '"plainwords"',
    '["plainwords"]',
    'null',
    '{}',
    '{"username": "ada"}',
    '{"username": "ada", "password": ""}',
    '{"username": {"plainwords": 1}, "password": "plainwords"}',
  ])('is refused as %s, and the refusal quotes nothing of it [ASVS 16.2.5]', (text) => {
    let refusal: unknown;
    try {
      readLoginSecret(text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Error);
    const { message, cause } = refusal as Error;
    expect(message).toMatch(/^the secret is no (login|JSON object)/);
    expect([message.includes('plain'), cause]).toEqual([false, undefined]);
  });
});
