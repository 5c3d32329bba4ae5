/** Names under which a secret would stand in an answer. Tokens that an answer is there to give are named one by one. */
const secretName =
  /password|pepper|secret|hash|salt|private|cipher|sealed|cookie|authorization|csrf|recovery|otp|totp|hotp|(^|_)codes?$|token/i;
const given = new Set([
  'access_token',
  'token_type',
  'refresh_token',
  'request_token',
  'password_required',
  'password_change_recommended',
  'mfa_token',
  // What is enrolled, and how many codes are left.
  'recovery_codes_left',
]);

/**
 * The paths of members of a JSON answer whose name says that they hold a secret (A99), `given` ones and those of
 * `details.fields` (names of fields, with sentences) left out.
 */
export function secretsIn(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || path.endsWith('.details.fields')) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = `${path}.${name}`;
    const isSecret = secretName.test(name) && !given.has(name) && !(name === 'code' && path === '.error');
    return [...(isSecret ? [at] : []), ...secretsIn(inner, at)];
  });
}
