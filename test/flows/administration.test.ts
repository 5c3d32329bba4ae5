import { startPlatform, type TestPlatform } from '../platform.ts';
import { administrator, signedInBrowser, supporter, verifiedUser } from './people.ts';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

describe('one user', () => {
  it('is shown with roles and ways in, and with the version to change it by', async () => {
    const { userId } = await verifiedUser(at);
    const { bearer } = await administrator(at);
    const answer = await at.call('GET', `/api/v1/users/${userId}`, { headers: { authorization: `Bearer ${bearer}` } });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({
      id: userId,
      email: 'ada@example.com',
      name: 'Ada',
      is_active: true,
      email_verified: true,
      reset_required: false,
      roles: ['user'],
      two_step: false,
      passkeys: 0,
      has_password: true,
      identities: [],
      last_seen_at: null,
      deleted_at: null,
    });
    expect(answer.headers.etag).toBe(`"${answer.body.data?.version}"`);
  });

  it('is shown to support with when it was last seen', async () => {
    const { userId } = await signedInBrowser(at);
    const { bearer } = await supporter(at);
    const answer = await at.client.administration.getUser({ bearer, params: { id: userId } });
    expect(answer).toMatchObject({ ok: true, data: { id: userId, last_seen_at: expect.any(String) } });
  });

  it('is not found where nobody has the id', async () => {
    const { bearer } = await administrator(at);
    const params = { id: '01900000-0000-7000-8000-00000000ffff' };
    const answer = await at.client.administration.getUser({ bearer, params });
    expect(answer).toMatchObject({ ok: false, status: 404, code: 'NOT_FOUND' });
  });

  it('is not shown to a user without the permission', async () => {
    const { bearer, userId } = await signedInBrowser(at);
    const answer = await at.client.administration.getUser({ bearer, params: { id: userId } });
    expect(answer).toMatchObject({ ok: false, status: 403, code: 'FORBIDDEN' });
  });
});
