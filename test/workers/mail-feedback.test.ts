import type { SNSEvent } from 'aws-lambda';
import { outbox } from '../../lambdas/domain/outbox/outbox.table.ts';
import { createMailFeedback } from '../../lambdas/workers/mail-feedback.ts';
import { rowsOf } from '../flows/records.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

let platform: TestPlatform;
const tell = (...messages: unknown[]) =>
  createMailFeedback(platform.platform)({
    Records: messages.map((message, index) => ({
      Sns: { MessageId: `m-${index}`, Message: typeof message === 'string' ? message : JSON.stringify(message) },
    })),
  } as SNSEvent);
const bounce = (bounceType: string, ...to: string[]) => ({
  eventType: 'Bounce',
  mail: { messageId: 'x' },
  bounce: { bounceType, bouncedRecipients: to.map((emailAddress) => ({ emailAddress, status: '5.1.1' })) },
});
const complaint = (to: string) => ({
  eventType: 'Complaint',
  complaint: { complainedRecipients: [{ emailAddress: to }] },
});
const register = async (email: string) => {
  await platform.client.registration.register({ body: { email, password: 'five plain words are fine', name: 'Ada' } });
  return (await platform.mailbox.list(email)).length;
};

beforeAll(async () => {
  platform = await startPlatform({ frozen: true, limits: false });
});
beforeEach(() => platform.reset());
afterAll(() => platform.close());

describe('what the mail service tells of sent mails', () => {
  it('sends nothing for a day to an address that bounced for good, and again after that', async () => {
    await tell(bounce('Permanent', 'Ada <ADA@Example.org>'));
    expect(await register('ada@example.org')).toBe(0);
    platform.clock.advance(86_399);
    expect(await register('ada@example.org')).toBe(0);
    platform.clock.advance(61);
    expect(await register('ada@example.org')).toBe(1);
  });

  it('leaves whoever complained alone for thirty days, also where a bounce comes after that', async () => {
    await tell(complaint('ada@example.org'), bounce('Permanent', 'ada@example.org'));
    platform.clock.advance(30 * 86_400 - 1);
    expect(await register('ada@example.org')).toBe(0);
    platform.clock.advance(61);
    expect(await register('ada@example.org')).toBe(1);
  });

  it.each(['Transient', 'Undetermined'])('goes on sending after a bounce that may pass: %s', async (kind) => {
    await tell(bounce(kind, 'ada@example.org'));
    expect(await register('ada@example.org')).toBe(1);
  });

  it('answers a registration of a suppressed address like any other', async () => {
    await tell(bounce('Permanent', 'ada@example.org'));
    const body = { email: 'ada@example.org', password: 'five plain words are fine', name: 'Ada' };
    const answer = await platform.client.registration.register({ body });
    expect(answer).toMatchObject({ status: 202, data: { request_token: expect.any(String) } });
  });

  it('marks several recipients of several notifications, and passes over what it does not understand', async () => {
    await tell('no JSON', { eventType: 'Delivery' }, bounce('Permanent', 'not an address', 'b@example.org'));
    await tell({ eventType: 'Reject', reject: { reason: 'Bad content' } }, complaint('c@example.org'));
    expect([await register('b@example.org'), await register('c@example.org'), await register('d@example.org')]).toEqual(
      [0, 0, 1],
    );
  });

  it('says of the very mail what became of it, and that somebody complained whatever comes after that', async () => {
    await register('ada@example.org');
    const [sent] = await rowsOf(platform, outbox);
    expect(sent).toMatchObject({ outcome: 'sent', template: 'verify_email' });
    const of = (event: object) => ({ ...event, mail: { tags: { message_id: [sent?.id] } } });
    const outcome = async () => (await rowsOf(platform, outbox))[0]?.outcome;
    await tell(of(bounce('Transient', 'ada@example.org')));
    expect(await outcome()).toBe('bounced');
    await tell(of(complaint('ada@example.org')), of(bounce('Permanent', 'ada@example.org')));
    expect(await outcome()).toBe('complained');
  });

  it('passes over the tag of a mail that is not here', async () => {
    await register('ada@example.org');
    const tags = { message_id: ['01900000-0000-7000-8000-00000000ffff'] };
    await tell({ ...complaint('b@example.org'), mail: { tags } });
    expect((await rowsOf(platform, outbox)).map((row) => row.outcome)).toEqual(['sent']);
  });

  it('writes no address into the log', async () => {
    await tell(bounce('Permanent', 'ada@example.org'), complaint('ada@example.org'), 'ada@example.org');
    expect(platform.logs.join('\n')).toContain('mail feedback not understood');
    expect(platform.logs.join('\n')).not.toContain('ada@example.org');
  });
});
