import { createLog, type Fields, type LogOptions } from '../../lambdas/kernel/log.ts';
import { startOfTime } from './fakes.ts';

function collecting(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const log = createLog({
    clock: { now: () => startOfTime },
    service: 'sample',
    write: (line) => lines.push(line),
    ...options,
  });
  return { log, lines };
}

function record(fields: Fields): Record<string, unknown> {
  const { log, lines } = collecting();
  log.info('m', fields);
  return JSON.parse(lines[0] ?? '');
}

describe('a log record', () => {
  it('is one JSON object with time in UTC, level, service and message [ASVS 16.2.2] [ASVS 16.2.4]', () => {
    const { log, lines } = collecting();
    log.warn('something', { a: 1, list: [true, null] });
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      timestamp: '2030-01-01T00:00:00.000Z',
      level: 'WARN',
      service: 'sample',
      message: 'something',
      a: 1,
      list: [true, null],
    });
  });

  it.each([
    ['a newline and a forged record', 'a\r\n{"level":"ERROR","message":"forged"}'],
    ['ANSI sequences', '\u001b[31mred\u001b[0m\u009b2J'],
    ['line and paragraph separators', 'a\u2028b\u2029c\u0085d\u000bd'],
    ['direction and zero-width marks', 'a\u202eb\u2066c\u200bd\ufeff\u061c'],
    ['NUL, DEL and a lone surrogate', '\u0000\u007f\ud800'],
  ])('keeps %s in one encoded line, in every place [A92] [ASVS 16.4.1]', (_, text) => {
    const { log, lines } = collecting();
    log.error(text, { field: text, [text]: 'key', nested: [{ deep: text }], error: new Error(text) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[\x20-\x7e]*$/);
    const parsed = JSON.parse(lines[0] ?? '');
    expect([parsed.message, parsed.field, parsed[text], parsed.nested[0].deep]).toEqual([text, text, 'key', text]);
  });

  it('leaves letters of all scripts readable', () => {
    const { log, lines } = collecting();
    log.info('Zoë 東京');
    expect(lines[0]).toContain('Zoë 東京');
  });

  it.each([
    'password',
    'new_password',
    'passwordHash',
    'passphrase',
    'token',
    'access_token',
    'requestToken',
    'code',
    'mail_code',
    'recoveryCodes',
    'cookie',
    'set-cookie',
    'authorization',
    'x-csrf-token',
    'x-origin-verify',
    'client_secret',
    'totp_secret',
    'otp',
    'pepper',
    'private_key',
    'apiKey',
    'credentials',
  ])('redacts %s wherever it stands [A93] [ASVS 16.2.5]', (key) => {
    for (const value of ['s3cret', ['s3cret'], { inner: 's3cret' }, 42]) {
      const written = record({ [key]: value, deep: [{ [key]: value }] });
      expect(written[key]).toBe('[redacted]');
      expect(written.deep).toEqual([{ [key]: '[redacted]' }]);
    }
  });

  it('keeps what only sounds like a secret', () => {
    const kept = { error_code: 'TOKEN_INVALID', status_code: 200, route: '/auth/token', passed: true, encoded: 1 };
    expect(record(kept)).toMatchObject(kept);
  });

  it('tells an error by name, message, frames and causes, and nothing that hangs on it', () => {
    const cause = Object.assign(new TypeError('inner'), { code: 'ECONNREFUSED', request: { password: 'p' } });
    const { error } = record({ error: new Error('outer', { cause }) }) as { error: Record<string, unknown> };
    expect(error).toEqual({
      name: 'Error',
      message: 'outer',
      frames: expect.arrayContaining([expect.stringMatching(/^at .*log\.test\.ts/)]),
      cause: { name: 'TypeError', message: 'inner', error_code: 'ECONNREFUSED', frames: expect.any(Array) },
    });
  });

  it.each([
    [
      'drizzle',
      Object.assign(new Error('Failed query: select $1 params: hunter2'), { query: 'select $1', params: ['hunter2'] }),
    ],
    [
      'pg',
      Object.assign(new Error('invalid input syntax: "hunter2"'), { code: '22P02', detail: 'Key (email)=(hunter2)' }),
    ],
    ['the Data API', new Error('ERROR: duplicate key; Detail: hunter2; SQLState: 23505')],
    ['a cause', new Error('outer', { cause: Object.assign(new Error('hunter2'), { code: '23505' }) })],
    ['JSON', catching(() => JSON.parse('hunter2'))],
  ])('writes no statement, value or input that an error of %s quotes [A93]', (_, error) => {
    expect(JSON.stringify(record({ error }))).not.toMatch(/hunter2|select/);
  });

  it('keeps the SQLSTATE and the constraint', () => {
    const error = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'users_email_key' });
    expect(record({ error })).toMatchObject({ error: { error_code: '23505', constraint: 'users_email_key' } });
  });

  it('survives cycles, big integers and very long texts', () => {
    const cycle: Record<string, unknown> = { a: 1 };
    cycle.self = cycle;
    const written = record({ cycle, big: 3n, long: 'x'.repeat(100_000) });
    expect(written).toMatchObject({ cycle: { a: 1 }, big: '3' });
    expect(String(written.long).length).toBeLessThan(5000);
  });

  it('is written from its level on', () => {
    const { log, lines } = collecting({ level: 'warn' });
    log.debug('m');
    log.info('m');
    log.warn('m');
    log.error('m');
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(['WARN', 'ERROR']);
  });
});

function catching(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
