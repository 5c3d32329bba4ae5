import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, invitation, post, registered } from './people.ts';
import { type StoppedClock, stopClock } from './records.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

describe('the life of a registration token', () => {
  let at: TestPlatform;
  let time: StoppedClock;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    time = stopClock(at);
  });
  afterEach(() => time.go());
  afterAll(() => at.close());

  /** What the proof answers so many seconds from now. */
  async function statusAfter(seconds: number, path: string, body: object): Promise<number> {
    time.advance(seconds);
    return (await post(at, path, body)).status;
  }

  const lives: [string, number, string, () => Promise<object>][] = [
    ['a mailed link, 24 hours', day, 'verify-email', async () => ({ token: (await registered(at)).token })],
    [
      'a mailed code, 10 minutes',
      10 * minute,
      'verify-email',
      async () => {
        const { code, requestToken } = await registered(at);
        return { code, request_token: requestToken };
      },
    ],
    [
      'an invitation, 7 days',
      7 * day,
      'accept-invitation',
      async () => ({ token: (await invitation(at, grace.email)).token, name: 'Grace', password: grace.password }),
    ],
    [
      'the token that sets the password, 1 hour',
      hour,
      'verify-email/password',
      async () => {
        const { token } = await registered(at);
        const answer = await post(at, 'verify-email', { token });
        return { token: answer.body.data?.token, password: ada.password };
      },
    ],
  ];

  it.each(lives)(
    '%s: it works one second before its end [ASVS 6.4.1] [ASVS 6.5.5]',
    async (_what, seconds, path, make) => {
      const body = await make();
      expect(await statusAfter(seconds - 1, path, body)).toBe(200);
    },
  );

  it.each(lives)('%s: it is dead at its very second [ASVS 6.4.1] [ASVS 6.5.5]', async (_what, seconds, path, make) => {
    const body = await make();
    expect(await statusAfter(seconds, path, body)).toBe(400);
  });

  it('a link outlives its code', async () => {
    const { token, code, requestToken } = await registered(at);
    expect(await statusAfter(10 * minute, 'verify-email', { code, request_token: requestToken })).toBe(400);
    expect(await statusAfter(0, 'verify-email', { token, request_token: requestToken })).toBe(200);
  });

  it('a request token keeps its password for the 24 hours of its own registration', async () => {
    const { requestToken } = await registered(at);
    time.advance(day - minute);
    const later = await registered(at, { ...ada, password: 'a newer password 2' });
    time.advance(minute);
    const answer = await post(at, 'verify-email', { token: later.token, request_token: requestToken });
    expect(answer).toMatchObject({ status: 200, body: { data: { password_required: true } } });
  });

  it('a token is judged by our clock: what a client says of the time counts for nothing [ASVS 6.5.8]', async () => {
    const { token } = await registered(at);
    const asked = at.clock.now().toUTCString();
    time.advance(day);
    const headers = { date: asked, 'if-unmodified-since': asked };
    expect(await post(at, 'verify-email', { token }, { headers })).toMatchObject({ status: 400 });
  });

  it('whoever comes too late registers again, with the password chosen then', async () => {
    await registered(at);
    time.advance(2 * day);
    const { token, requestToken } = await registered(at, { ...ada, password: 'a newer password 2' });
    expect(await post(at, 'verify-email', { token, request_token: requestToken })).toMatchObject({ status: 200 });
  });
});

describe('lifetimes by configuration', () => {
  it('links and invitations live as long as the operator says, and a code never longer than its link', async () => {
    const settings = { GATEHOUSE_VERIFICATION_SECONDS: '300', GATEHOUSE_INVITATION_SECONDS: '600' };
    const at = await startPlatform({ settings });
    const time = stopClock(at);
    const { token, code, requestToken } = await registered(at);
    const invited = await invitation(at, grace.email);
    time.advance(300);
    expect(await post(at, 'verify-email', { token })).toMatchObject({ status: 400 });
    expect(await post(at, 'verify-email', { code, request_token: requestToken })).toMatchObject({ status: 400 });
    time.advance(299);
    const acceptance = { token: invited.token, name: 'Grace', password: grace.password };
    expect(await post(at, 'accept-invitation', acceptance)).toMatchObject({ status: 200 });
    time.go();
    await at.close();
  });
});
