import { api } from '../../lambdas/api.ts';
import { openApiDocument } from '../../lambdas/kernel/http/openapi.ts';
import { secretsIn } from './secrets.ts';

describe('the scan for secrets in an answer', () => {
  it('finds them by name at any depth [A99]', () => {
    const answer = {
      data: { user: { password_hash: 'x', totp_secret: 'y' }, list: [{ recovery_codes: [] }, { codeHash: 1 }] },
    };
    expect(secretsIn(answer)).toEqual([
      '.data.user.password_hash',
      '.data.user.totp_secret',
      '.data.list.0.recovery_codes',
      '.data.list.1.codeHash',
    ]);
  });

  it('leaves what an answer is there to give, codes of errors and names of fields', () => {
    const fields = { password: 'Is required.' };
    expect(
      secretsIn({ error: { code: 'X', details: { fields } }, data: { access_token: 'a', token_type: 'b' } }),
    ).toEqual([]);
  });

  it('finds none in what the contracts document as answers [A99]', () => {
    const document = openApiDocument(api, { title: '', version: '' }) as {
      components: { schemas: Record<string, unknown> };
      paths: Record<string, Record<string, { responses: unknown }>>;
    };
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { responses }]) => [`${method.toUpperCase()} ${path}`, responses] as const),
    );
    const found = operations.flatMap(([operation, responses]) =>
      secretsIn(responses)
        .filter((path) => !path.endsWith('.error.properties.code'))
        .map((path) => `${operation} ${path.split('.').at(-1)}`),
    );
    expect(secretsIn(Object.values(document.components.schemas)).filter((path) => !path.endsWith('.code'))).toEqual([]);
    const factors = '/api/v1/users/me/mfa';
    expect(found.sort()).toEqual(
      [
        // The one-time token that sets a password after `password_required` is handed to whoever proved the mailbox.
        'POST /api/v1/auth/verify-email token',
        // What is enrolled, not what it is enrolled with.
        `GET ${factors} totp`,
        `GET ${factors} hotp`,
        // Whether there is one.
        `GET ${factors} password`,
        'GET /api/v1/users has_password',
        'GET /api/v1/users/{id} has_password',
        'PATCH /api/v1/users/{id} has_password',
        'POST /api/v1/users has_password',
        'POST /api/v1/users/{id}/restore has_password',
        // What passwords must be like, and what a hash costs.
        'GET /api/v1/settings password',
        'GET /api/v1/settings hash_cost',
        // Why a step of a job was refused, by the list of error codes.
        'GET /api/v1/jobs/{id} code',
        'POST /api/v1/users/bulk code',
        'POST /api/v1/users/export code',
        'POST /api/v1/audit-logs/export code',
        // Shown once, to whoever sets the factor up.
        `POST ${factors}/totp secret`,
        `POST ${factors}/totp otpauth_uri`,
        `POST ${factors}/hotp secret`,
        `POST ${factors}/hotp otpauth_uri`,
        `POST ${factors}/totp/confirm recovery_codes`,
        `POST ${factors}/hotp/confirm recovery_codes`,
        `POST ${factors}/recovery-codes recovery_codes`,
      ].sort(),
    );
  });
});
