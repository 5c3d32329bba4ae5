import type { Mailbox } from '../../lambdas/adapters/mail/mailbox.ts';

let born = 0;

/** A message with an id of its own. */
export function message(values: { id?: string; to?: string; subject?: string; text?: string } = {}) {
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
export function mailboxSuite(open: () => Promise<Mailbox>): void {
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
    ['Your code:\n\nABCD-2345\n\nIt lives 10 minutes.', 'ABCD2345'],
    ['Your code:\n  ABCD2345  \nBye', 'ABCD2345'],
    ['Windows\r\nWXYZ-9999\r\n', 'WXYZ9999'],
    ['in a sentence ABCD-2345 it is none', null],
    ['ABCD-234\n', null],
    ['ABCD-23456\n', null],
    ['ABCI-2345\nABCL-2345\nABCO-2345\nABC0-2345\nABC1-2345\nabcd-2345', null],
  ])('finds the code of %j', async (text, code) => {
    await mailbox.send(message({ text }));
    expect(mailbox.list()[0]?.code).toBe(code);
  });
}
