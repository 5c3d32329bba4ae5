import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { openMailbox } from '../../lambdas/adapters/mail/mailbox.ts';
import { mailboxSuite, message } from './mail.suite.ts';

const clock = movableClock({ start: new Date('2026-11-25T12:00:00.000Z'), frozen: true });
let folder: string;
let born = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-mailbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the mailbox in memory', () => {
  mailboxSuite(() => openMailbox({ clock }));
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
  it('takes a message again that the disk did not take, also behind the half of a line', async () => {
    const mailbox = await openMailbox({ clock, file });
    await rm(file);
    await mkdir(file);
    await expect(mailbox.send(message({ id: 'again' }))).rejects.toThrow('EISDIR');
    expect(mailbox.list()).toEqual([]);
    await rm(file, { recursive: true });
    await writeFile(file, '{"id":"to');
    await mailbox.send(message({ id: 'again' }));
    expect((await openMailbox({ clock, file })).list().map(({ id }) => id)).toEqual(['again']);
  });
  it('is read by its owner alone, for mails hold tokens', async () => {
    const mailbox = await openMailbox({ clock, file });
    await mailbox.send(message());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
