import { sql } from 'drizzle-orm';
import { lowerDueFlag, raiseDueFlag } from '../../lambdas/domain/outbox/due-flag.ts';
import type { Platform } from '../../lambdas/kernel/context.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import { type MailMessage, MailRefused } from '../../lambdas/ports/mail.ts';
import type { Nudge } from '../../lambdas/ports/queue.ts';
import { createOutboxWorker } from '../../lambdas/workers/outbox.ts';
import { ada, grace, signedInBrowser } from '../flows/people.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

let at: TestPlatform;
/** Nothing is worked off but by the worker of the test. */
let parts: Platform;
let sent: MailMessage[];
let nudged: Nudge[];
let mailFails: Error | null;

const rows = () =>
  at.platform.database.rows<{ id: string; kind: string; done: boolean; sealed: boolean; error: string | null }>(sql`
    select id, kind, done_at is not null as done, sealed is not null as sealed, last_error as error
    from outbox order by created_at, id`);
const reopen = () =>
  at.platform.database.rows(sql`update outbox set done_at = null, due_at = created_at, attempts = 0`);
const registerGrace = () => at.client.registration.register({ body: grace });

beforeAll(async () => {
  at = await startPlatform({ frozen: true, limits: false, settings: { GATEHOUSE_DATABASE_PAUSES: 'true' } });
});
beforeEach(async () => {
  await at.reset();
  sent = [];
  nudged = [];
  mailFails = null;
  parts = {
    ...at.platform,
    mail: {
      async send(message) {
        if (mailFails) throw mailFails;
        sent.push(message);
      },
    },
    queue: {
      async nudge(nudges) {
        nudged.push(...nudges);
      },
    },
  };
});
afterAll(() => at.close());

/** A mail and a tombstone that are to be done. */
async function waitingRows() {
  const { browser } = await signedInBrowser(at, ada);
  await browser.client.session.logout();
  await at.settled();
  await at.platform.database.rows(sql`delete from outbox where kind = 'mail'`);
  await reopen();
  const mail = await mailRow();
  return { mail, tombstone: (await rows()).find(({ kind }) => kind === 'session_end')?.id ?? '' };
}

/** A verification mail that waits for its sender: the in-process worker is kept from it by a mailbox that is down. */
async function mailRow(): Promise<string> {
  const { send } = at.platform.mail;
  at.platform.mail.send = async () => {
    throw new DependencyUnavailable('mail', new Error('down'));
  };
  await registerGrace();
  await at.settled();
  at.platform.mail.send = send;
  at.clock.advance(10);
  return (await rows()).find(({ kind, done }) => kind === 'mail' && !done)?.id ?? '';
}

describe('the outbox worker', () => {
  it('does the kinds that it is made for and leaves the others alone', async () => {
    const { mail, tombstone } = await waitingRows();
    const sender = createOutboxWorker(parts, ['mail']);
    await sender.handle({ kind: 'outbox', id: tombstone });
    expect((await rows()).filter(({ done }) => done)).toEqual([]);
    await sender.handle({ kind: 'outbox', id: mail });
    expect(sent.map(({ to }) => to)).toEqual([grace.email]);
    expect((await rows()).filter(({ done }) => done).map(({ id }) => id)).toEqual([mail]);
  });

  it('nudges whoever does the other kinds when it sweeps', async () => {
    const { mail } = await waitingRows();
    expect(await createOutboxWorker(parts, ['session_end']).sweep()).toBe(2);
    expect(nudged).toEqual([{ kind: 'outbox', id: mail }]);
    expect(sent).toEqual([]);
    expect((await rows()).map(({ kind, done }) => [kind, done])).toEqual(
      expect.arrayContaining([
        ['session_end', true],
        ['mail', false],
      ]),
    );
  });

  it('gives up a mail that the service will never take, and erases what it held', async () => {
    const mail = await mailRow();
    mailFails = new MailRefused('MessageRejected');
    await createOutboxWorker(parts).handle({ kind: 'outbox', id: mail });
    expect(await rows()).toEqual([{ id: mail, kind: 'mail', done: true, sealed: false, error: 'MailRefused' }]);
  });

  it('keeps a mail that could not be sent and sends it once, later', async () => {
    const mail = await mailRow();
    mailFails = new DependencyUnavailable('mail', new Error('throttled'));
    const worker = createOutboxWorker(parts);
    await worker.handle({ kind: 'outbox', id: mail });
    expect(await rows()).toMatchObject([{ done: false, sealed: true, error: 'DependencyUnavailable' }]);
    mailFails = null;
    at.clock.advance(3_600);
    await worker.sweep();
    await worker.handle({ kind: 'outbox', id: mail });
    expect(sent).toHaveLength(1);
  });
});

describe('a row whose nudge was lost, with the flag that would call for a sweep', () => {
  const another = { kind: 'outbox', id: '01900000-0000-7000-8000-000000000000' } as const;

  it('is done with any later nudge, once nobody can still be on the way to it', async () => {
    await mailRow();
    const worker = createOutboxWorker(parts);
    at.clock.advance(40);
    await worker.handle(another);
    expect(sent).toEqual([]);
    at.clock.advance(20);
    await worker.handle(another);
    await worker.handle(another);
    expect(sent.map(({ to }) => to)).toEqual([grace.email]);
  });

  it('waits for its turn where even the row that was named fails', async () => {
    const { mail, tombstone } = await waitingRows();
    at.clock.advance(60);
    mailFails = new DependencyUnavailable('mail', new Error('down'));
    await createOutboxWorker(parts).handle({ kind: 'outbox', id: mail });
    expect((await rows()).filter(({ done }) => done)).toEqual([]);
    mailFails = null;
    at.clock.advance(180);
    await createOutboxWorker(parts).handle({ kind: 'outbox', id: mail });
    expect((await rows()).filter(({ done }) => done).map(({ id }) => id)).toEqual(
      expect.arrayContaining([mail, tombstone]),
    );
  });
});

describe('a sweep that only a flag calls for', () => {
  it('asks the database for nothing while the flag is down', async () => {
    at.counts.clear();
    expect(await createOutboxWorker(parts).sweepIfFlagged()).toBe(0);
    expect(at.counts.statements).toEqual([]);
  });

  it('is raised only where the database pauses: elsewhere the sweeper comes without it', async () => {
    const awake = { ...at.platform, config: { ...at.platform.config, databasePauses: false } };
    await raiseDueFlag(awake);
    expect(await lowerDueFlag(at.platform, 'one')).toBe(false);
    await raiseDueFlag(at.platform);
    expect(await lowerDueFlag(at.platform, 'other')).toBe(true);
  });

  it('finds the mail whose sending failed, as long as it fails, and then rests', async () => {
    const mail = await mailRow();
    const worker = createOutboxWorker(parts);
    mailFails = new DependencyUnavailable('mail', new Error('throttled'));
    for (let tries = 0; tries < 3; tries += 1) {
      at.clock.advance(3_600);
      expect(await worker.sweepIfFlagged()).toBe(1);
    }
    mailFails = null;
    at.clock.advance(3_600);
    expect(await worker.sweepIfFlagged()).toBe(1);
    expect(sent.map(({ id }) => id)).toEqual([mail]);
    at.counts.clear();
    expect(await worker.sweepIfFlagged()).toBe(0);
    expect(at.counts.statements).toEqual([]);
  });

  it('is called for by a nudge that was lost', async () => {
    parts.queue.nudge = async () => {
      throw new DependencyUnavailable('queue', new Error('down'));
    };
    const { queue } = at.platform;
    const nudge = queue.nudge.bind(queue);
    queue.nudge = () => Promise.reject(new DependencyUnavailable('queue', new Error('down')));
    await registerGrace();
    queue.nudge = nudge;
    expect(sent).toEqual([]);
    expect(await createOutboxWorker({ ...parts, queue: at.platform.queue }).sweepIfFlagged()).toBe(1);
    expect(sent.map(({ to }) => to)).toEqual([grace.email]);
  });

  it('stays called for where the database does not answer', async () => {
    await mailRow();
    const asleep: Platform = {
      ...parts,
      database: { ...parts.database, rows: () => Promise.reject(new Error('asleep')) },
    };
    await expect(createOutboxWorker(asleep).sweepIfFlagged()).rejects.toThrow('asleep');
    expect(await createOutboxWorker(parts).sweepIfFlagged()).toBe(1);
  });
});
