import { fileURLToPath } from 'node:url';
import { sesMail } from '../../lambdas/adapters/mail/ses.ts';
import type { Mail } from '../../lambdas/ports/mail.ts';
import {
  answering,
  type FaultyService,
  faults,
  losesTheAnswer,
  startFaultyService,
} from '../services/faulty-service.ts';
import { answers, end, freePort, launch } from '../services/server.ts';
import { type Ses, sesError, startSes } from '../services/ses.ts';
import { standIn } from '../services/stand-in.ts';
import { message } from './mail.suite.ts';

const unavailable = { name: 'DependencyUnavailable', dependency: 'mail' };
const throttling = answering(400, sesError('Throttling', 'Maximum sending rate exceeded.'));
const unicode = message({ subject: 'Zoë 🔑 & <b>', text: 'a\nb = "ß" 100%+', to: 'a+b=c&d@example.com' });

let ses: Ses;
let between: FaultyService;
let mail: Mail;
beforeAll(async () => {
  ses = await startSes();
  between = await startFaultyService(ses.port);
  mail = sesMail({ configurationSet: 'gatehouse', service: between.service });
});
beforeEach(() => {
  ses.sent.length = 0;
  between.play(null);
});
afterAll(() => Promise.all([between.close(), ses.close()]));

describe('mail over SES', () => {
  it('arrives as it was given, under its id and the configuration set', async () => {
    await mail.send(unicode);
    expect(ses.sent).toEqual([{ ...unicode, configurationSet: 'gatehouse' }]);
  });
  it('is sent without a configuration set where none is given', async () => {
    await sesMail({ service: ses.service }).send(unicode);
    expect(ses.sent).toEqual([{ ...unicode, configurationSet: null }]);
  });
  it('bears the same id when the same message is sent again', async () => {
    await mail.send(unicode);
    await mail.send(unicode);
    expect(ses.sent.map(({ id }) => id)).toEqual([unicode.id, unicode.id]);
  });
  it('arrives at an independent stand-in for SES too', async () => {
    const port = await freePort();
    const program = fileURLToPath(new URL('../../node_modules/aws-ses-v2-local/dist/cli.js', import.meta.url));
    const child = launch(process.execPath, [program, '--host', '127.0.0.1', '--port', String(port)]);
    const { endpoint } = standIn(port);
    await answers(child, () => fetch(`${endpoint}/health-check`));
    await sesMail({ configurationSet: 'gatehouse', service: standIn(port) }).send(unicode);
    const { emails } = (await (await fetch(`${endpoint}/store`)).json()) as { emails: unknown[] };
    expect(emails).toMatchObject([
      {
        from: unicode.from,
        destination: { to: [unicode.to] },
        subject: unicode.subject,
        body: { text: unicode.text, html: unicode.html },
      },
    ]);
    await end(child, 'SIGKILL');
  });

  it.each([
    ['InvalidParameterValue', 'Illegal address ada@example.com'],
    ['MessageRejected', 'Email contains a virus'],
  ])('is refused for good by %s, which names no address', async (code, text) => {
    between.play(answering(400, sesError(code, text)));
    const error = await mail.send(unicode).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'MailRefused', message: expect.stringContaining(code) });
    expect(JSON.stringify(error, ['message', 'cause', 'stack'])).not.toContain('ada@');
    expect(between.requests()).toBe(1);
  });
  it.each([
    ['MessageRejected', 'Email address is not verified. These identities failed the check: ada@example.com'],
    ['MailFromDomainNotVerifiedException', 'no'],
    ['AccountSendingPausedException', 'no'],
    ['ConfigurationSetDoesNotExist', 'no'],
    ['AccessDenied', 'no'],
    ['InvalidClientTokenId', 'no'],
  ])('may be taken later where SES says %s: %s', async (code, text) => {
    between.play(answering(400, sesError(code, text)));
    const error = await mail.send(unicode).catch((caught: unknown) => caught);
    expect(error).toMatchObject(unavailable);
    expect(String((error as Error).cause)).not.toContain('ada@');
  });
});

describe('SES', () => {
  it.each(Object.entries(faults))('that %s is unavailable, and asked once', async (_what, fault) => {
    between.play(fault);
    await expect(mail.send(unicode)).rejects.toMatchObject(unavailable);
    expect(between.requests()).toBe(1);
    between.play(null);
    await mail.send(unicode);
    expect(ses.sent).toHaveLength(1);
  });
  it('that answers a success without an id is unavailable', async () => {
    between.play(answering(200, '<SendEmailResponse><SendEmailResult></SendEmailResult></SendEmailResponse>'));
    await expect(mail.send(unicode)).rejects.toMatchObject(unavailable);
  });
  it('that listens nowhere is unavailable', async () => {
    await expect(sesMail({ service: standIn(await freePort()) }).send(unicode)).rejects.toMatchObject(unavailable);
  });
  it('that throttles for a moment is waited for, and sends once', async () => {
    between.play(throttling, 2);
    await mail.send(unicode);
    expect(between.requests()).toBe(3);
    expect(ses.sent).toHaveLength(1);
  });
  it('that throttles on is unavailable, after a few tries', async () => {
    between.play(throttling);
    await expect(mail.send(unicode)).rejects.toMatchObject(unavailable);
    expect(between.requests()).toBeGreaterThan(1);
    expect(between.requests()).toBeLessThanOrEqual(4);
  });
  it('whose answer is lost has the mail once: nothing is sent again by itself', async () => {
    between.play(losesTheAnswer);
    await expect(mail.send(unicode)).rejects.toMatchObject(unavailable);
    expect(ses.sent).toHaveLength(1);
  });
});
