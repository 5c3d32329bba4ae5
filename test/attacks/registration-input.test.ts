import { users } from '../../lambdas/domain/user/user.table.ts';
import { ada, grace, invitation, post, registered } from '../flows/people.ts';
import { everyRow, rowsOf } from '../flows/records.ts';
import { login } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

const nfc = 'pässwörter über älpen';
const nfd = nfc.normalize('NFD');
const json = { 'content-type': 'application/json' };

describe('what is typed into a registration', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ limits: false });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const verify = (body: object) => post(at, 'verify-email', body);
  /** The routes that set a password, each with a way to do it with that one. */
  const setters: [string, () => Promise<(password: unknown) => ReturnType<typeof post>>][] = [
    ['register', async () => (password) => post(at, 'register', { ...ada, password })],
    [
      'verify-email/password',
      async () => {
        const { body } = await verify({ token: (await registered(at)).token });
        return (password) => post(at, 'verify-email/password', { token: body.data?.token, password });
      },
    ],
    [
      'accept-invitation',
      async () => {
        const { token } = await invitation(at, ada.email);
        return (password) => post(at, 'accept-invitation', { token, name: 'Ada', password });
      },
    ],
  ];

  it.each([
    [nfc, nfd],
    [nfd, nfc],
    ['ﬁsh and ﬂowers №1', 'fish and flowers No1'],
  ])('%s is the password %s: kept by either, signed in by either [A14]', async (set, typed) => {
    const { token } = await registered(at, { ...ada, password: set });
    const answer = await verify({ token, password: typed });
    expect(answer.body.data).not.toHaveProperty('password_required');
    for (const password of [set, typed]) expect(await login(at, { ...ada, password })).toMatchObject({ status: 200 });
  });

  it.each(setters)(
    '%s: a password that is no text, or a megabyte of it, is refused and never hashed [A15]',
    async (_path, make) => {
      const set = await make();
      const before = await everyRow(at);
      at.counts.clear();
      for (const password of [
        12345678,
        123456789012,
        [],
        ['correct horse battery'],
        { $ne: 1 },
        null,
        true,
        '',
        undefined,
      ])
        expect(await set(password)).toMatchObject({
          status: 422,
          body: { error: { details: { fields: { password: expect.any(String) } } } },
        });
      expect(await set('correct horse '.repeat(80_000))).toMatchObject({ status: 413 });
      expect(await set('c'.repeat(1025))).toMatchObject({ status: 422 });
      expect(at.counts.hashes).toBe(0);
      expect(at.counts.statements.length).toBe(0);
      expect(await everyRow(at)).toEqual(before);
    },
  );

  it.each(setters)(
    '%s: a guessable password is refused with the reason [A17] [ASVS 6.2.4] [ASVS 6.2.11] [ASVS 6.2.12]',
    async (_path, make) => {
      const set = await make();
      const refused: [string, RegExp][] = [
        ['password1234', /guessed first|Many people/],
        ['qwertyuiop123', /keyboard|Many people/],
        ['123456789012', /keyboard|Many people/],
        ['PASSWORD1234', /guessed first|Many people/],
        [ada.email, /Leave out/],
        ['ADA@EXAMPLE.COM', /Leave out/],
        ['my gatehouse key', /Leave out “gatehouse”/],
        ['aaaaaaaaaaaaaaaa', /repeats/],
        ['short staff', /at least 12/],
      ];
      for (const [password, reason] of refused) {
        const { status, body } = await set(password);
        expect([
          password,
          status,
          (body.error?.details.fields as Record<string, string> | undefined)?.password,
        ]).toEqual([password, 422, expect.stringMatching(reason)]);
      }
    },
  );

  it.each(setters)(
    '%s: five plain words are a password; so are 64 characters of any kind [A17] [ASVS 6.2.5] [ASVS 6.2.9]',
    async (path, make) => {
      for (const password of [
        'tulip canal brick organ seven',
        [...'🔑🚲🌷🧀🐝'.repeat(13)].slice(0, 64).join(''),
        'абвгд еёжзи йклмн',
      ]) {
        await at.reset();
        const set = await make();
        expect(await set(password)).toMatchObject({ status: path === 'register' ? 202 : 200 });
      }
    },
  );

  it('7 characters are refused where 8 are the least that may be configured, and 8 are taken [ASVS 6.2.1]', async () => {
    const lenient = await startPlatform({ settings: { GATEHOUSE_PASSWORD_MIN_LENGTH: '8' } });
    expect(await post(lenient, 'register', { ...ada, password: 'tulip-7' })).toMatchObject({ status: 422 });
    expect(await post(lenient, 'register', { ...ada, password: 'tulip-78' })).toMatchObject({ status: 202 });
    await lenient.close();
  });

  it('fields that nobody offered set nothing: role, permission, state, id, hash [A80] [ASVS 8.2.3]', async () => {
    const id = '01900000-0000-7000-8000-00000000abcd';
    const extra = {
      id,
      role: 'admin',
      roles: ['admin'],
      role_ids: ['01900000-0000-7000-8000-000000000001'],
      permissions: ['users:write'],
      is_active: false,
      isActive: false,
      email_verified: true,
      email_verified_at: '2020-01-01T00:00:00Z',
      password_hash: '$2b$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
      deleted_at: '2020-01-01T00:00:00Z',
      version: 99,
      locale: 'xx',
    };
    expect(await post(at, 'register', { ...ada, ...extra })).toMatchObject({ status: 202 });
    const [row] = await rowsOf(at, users);
    expect(row).toMatchObject({ is_active: true, email_verified_at: null, deleted_at: null, version: 1, locale: null });
    expect(row?.id).not.toBe(id);
    expect(await login(at, ada)).toMatchObject({ status: 403 });
    const { token } = await registered(at, grace);
    const { body } = await verify({ ...extra, token, password: grace.password });
    expect(body.data?.user).toMatchObject({ roles: ['user'], permissions: [], locale: null });
    const invited = await invitation(at, 'edith@example.com');
    const acceptance = { ...extra, token: invited.token, name: 'Edith', password: grace.password };
    expect((await post(at, 'accept-invitation', acceptance)).body.data?.user).toMatchObject({
      id: invited.userId,
      roles: [],
    });
  });

  it('a body that names a prototype pollutes nothing, neither this call nor the next [A89]', async () => {
    const hostile = [
      `{"__proto__":{"role":"admin","email":"eve@example.com"},`,
      `{"constructor":{"prototype":{"role":"admin","name":"Eve"}},`,
      `{"prototype":{"role":"admin"},`,
    ];
    for (const [index, start] of hostile.entries()) {
      const raw = start + JSON.stringify({ ...ada, email: `ada${index}@example.com` }).slice(1);
      expect(await at.call('POST', '/api/v1/auth/register', { raw, headers: json })).toMatchObject({ status: 202 });
      const missing = `${start.slice(0, -1)}}`;
      expect(await at.call('POST', '/api/v1/auth/register', { raw: missing, headers: json })).toMatchObject({
        status: 422,
      });
    }
    expect({}).not.toHaveProperty('role');
    const { token, requestToken } = await registered(at, grace);
    const { body } = await verify({ token, request_token: requestToken });
    expect(body.data?.user).toMatchObject({ name: 'Grace', roles: ['user'], permissions: [] });
    expect(await rowsOf(at, users)).toHaveLength(4);
  });

  it('a raw NUL or half a surrogate pair in any field is refused by its name and never stored [A122, A14]', async () => {
    const token = 'A'.repeat(43);
    const bodies: [string, Record<string, string>][] = [
      ['register', { ...ada }],
      ['verify-email', { token, request_token: token, password: ada.password }],
      ['verify-email', { code: 'AAAA-AAAA', request_token: token }],
      ['verify-email/password', { token, password: ada.password }],
      ['verify-email/resend', { email: ada.email }],
      ['accept-invitation', { token, name: 'Ada', password: ada.password }],
    ];
    const before = await everyRow(at);
    for (const [path, body] of bodies) {
      for (const [field, value] of Object.entries(body)) {
        for (const poison of ['\\u0000', '\\ud800', '\\udc00', '\\udc00\\ud800']) {
          const raw = JSON.stringify({ ...body, [field]: `${value}@@` }).replace('@@"', `${poison}"`);
          const answer = await at.call('POST', `/api/v1/auth/${path}`, { raw, headers: json });
          const fields = Object.keys((answer.body.error?.details.fields ?? {}) as object);
          expect([path, field, poison, answer.status, fields]).toEqual([path, field, poison, 422, [field]]);
        }
      }
    }
    expect(at.counts.hashes).toBe(0);
    expect(await everyRow(at)).toEqual(before);
  });
});
