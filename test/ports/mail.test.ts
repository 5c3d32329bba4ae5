import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { type Mailbox, memoryMailbox, openMailbox } from '../../lambdas/adapters/mail/mailbox.ts';

const clock = movableClock({ start: new Date('2026-11-25T12:00:00.000Z'), frozen: true });
let folder: string;
let born = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-mailbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

function message(values: { id?: string; to?: string; subject?: string; text?: string } = {}) {
  born += 1;
  return {
    id: `id-${born}`,
    from: 'no-reply@example.com',
    to: 'ada@example.com',
    subject: 'Hello',
    text: 'Text',
    html: '<p>Text</p>',
    ...values,
  };
}

/** What every mailbox must show. */
function mailboxSuite(open: () => Promise<Mailbox>): void {
  let mailbox: Mailbox;
  beforeEach(async () => {
    mailbox = await open();
  });

  it('shows a message with its recipient, words and time', async () => {
    await mailbox.send(message({ id: 'shown' }));
    expect(mailbox.list()).toEqual([
      {
        id: 'shown',
        to: 'ada@example.com',
        subject: 'Hello',
        text: 'Text',
        html: '<p>Text</p>',
        links: [],
        code: null,
        sent_at: '2026-11-25T12:00:00.000Z',
      },
    ]);
  });
  it('takes the same id twice for one message', async () => {
    await mailbox.send(message({ id: 'twice', subject: 'first' }));
    await Promise.all([1, 2, 3].map(() => mailbox.send(message({ id: 'twice', subject: 'again' }))));
    expect(mailbox.list().map(({ subject }) => subject)).toEqual(['first']);
  });
  it('shows the newest first, of one address where one is asked for', async () => {
    for (const to of ['ada@example.com', 'bob@example.com', 'Ada@Example.com']) {
      await mailbox.send(message({ to, subject: to }));
    }
    expect(mailbox.list().map(({ subject }) => subject)).toEqual([
      'Ada@Example.com',
      'bob@example.com',
      'ada@example.com',
    ]);
    expect(mailbox.list({ to: 'ADA@example.com' })).toHaveLength(2);
    expect(mailbox.list({ to: 'a@example.com' })).toEqual([]);
  });
  it('is empty after clear', async () => {
    await mailbox.send(message());
    await mailbox.clear();
    expect(mailbox.list()).toEqual([]);
  });
  it.each([
    ['https://a.example/verify-email#token=AbC-_9', ['https://a.example/verify-email#token=AbC-_9']],
    ['Open http://127.0.0.1:4000/x?y=1&z=2.', ['http://127.0.0.1:4000/x?y=1&z=2']],
    ['(see https://a.example/b), or\n<https://a.example/c>!', ['https://a.example/b', 'https://a.example/c']],
    ['no link: example.com, mailto:a@example.com', []],
  ])('finds the links of %j', async (text, links) => {
    await mailbox.send(message({ text }));
    expect(mailbox.list()[0]?.links).toEqual(links);
  });
  it.each([
    ['Your code:\n\nABCD-2345\n\nIt lives 10 minutes.', 'ABCD-2345'],
    ['Your code:\n  ABCD2345  \nBye', 'ABCD2345'],
    ['Windows\r\nWXYZ-9999\r\n', 'WXYZ-9999'],
    ['in a sentence ABCD-2345 it is none', null],
    ['ABCD-234\n', null],
    ['ABCD-23456\n', null],
    ['ABCI-2345\nABCL-2345\nABCO-2345\nABC0-2345\nABC1-2345\nabcd-2345', null],
  ])('finds the code of %j', async (text, code) => {
    await mailbox.send(message({ text }));
    expect(mailbox.list()[0]?.code).toBe(code);
  });
}

describe('the mailbox in memory', () => {
  mailboxSuite(async () => memoryMailbox(clock));
});

describe('the mailbox in a file', () => {
  let file: string;
  beforeEach(() => {
    file = join(folder, `box-${born++}`, 'mailbox.jsonl');
  });

  describe('like any other', () => mailboxSuite(() => openMailbox({ clock, file })));

  it('has its messages after a restart, and knows their ids', async () => {
    const before = await openMailbox({ clock, file });
    await before.send(message({ id: 'kept' }));
    const after = await openMailbox({ clock, file });
    await after.send(message({ id: 'kept' }));
    expect(after.list()).toEqual(before.list());
  });
  it('stays empty over a restart once it was cleared', async () => {
    const before = await openMailbox({ clock, file });
    await before.send(message());
    await before.clear();
    expect((await openMailbox({ clock, file })).list()).toEqual([]);
  });
  it('leaves out a line that a killed process has torn', async () => {
    await (await openMailbox({ clock, file })).send(message({ id: 'whole' }));
    await appendFile(file, '{"id":"to');
    const after = await openMailbox({ clock, file });
    expect(after.list().map(({ id }) => id)).toEqual(['whole']);
    await after.send(message({ id: 'next' }));
    expect((await openMailbox({ clock, file })).list().map(({ id }) => id)).toEqual(['next', 'whole']);
  });
  it('keeps the newest messages alone, in memory and on the disk', async () => {
    const mailbox = await openMailbox({ clock, file, limit: 3 });
    for (let n = 0; n < 20; n += 1) await mailbox.send(message({ id: `n${n}` }));
    expect(mailbox.list().map(({ id }) => id)).toEqual(['n19', 'n18', 'n17']);
    expect((await readFile(file, 'utf8')).split('\n').length).toBeLessThanOrEqual(7);
    const after = await openMailbox({ clock, file, limit: 3 });
    expect(after.list()).toEqual(mailbox.list());
  });
  it('loses none of many messages that are sent at once', async () => {
    const mailbox = await openMailbox({ clock, file });
    await Promise.all(Array.from({ length: 50 }, (_, n) => mailbox.send(message({ id: `n${n}` }))));
    expect((await openMailbox({ clock, file })).list()).toHaveLength(50);
  });
  it('is read by its owner alone, for mails hold tokens', async () => {
    const mailbox = await openMailbox({ clock, file });
    await mailbox.send(message());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
