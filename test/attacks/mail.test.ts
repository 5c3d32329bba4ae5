import { outbox } from '../../lambdas/domain/outbox/outbox.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { ada, invitation, post, registered, verifiedUser } from '../flows/people.ts';
import { everyRow, rowsOf } from '../flows/records.ts';
import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';

const origin = 'https://auth.example.com';

describe('mail that a stranger asks for', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ limits: false });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  /** Expects that no route that mails takes the address, and that nothing came of it. */
  async function refusedEverywhere(email: unknown): Promise<void> {
    const before = await everyRow(at);
    const sent = await at.mailbox.list();
    for (const [path, body] of [
      ['register', { ...ada, email }],
      ['verify-email/resend', { email }],
      ['login', { email, password: ada.password, token_delivery: 'body' }],
    ] as const) {
      const { status, body: answer } = await post(at, path, body);
      expect([path, email, status, Object.keys((answer.error?.details.fields ?? {}) as object)]).toEqual([
        path,
        email,
        422,
        ['email'],
      ]);
    }
    expect(await everyRow(at)).toEqual(before);
    expect(await at.mailbox.list()).toEqual(sent);
  }

  it.each([
    'v@example.com\r\nBcc: eve@evil.example',
    'v@example.com\nBcc: eve@evil.example',
    'v@example.com\rBcc: eve@evil.example',
    'v@example.com\u2028Bcc: eve@evil.example',
    'v@example.com\u0000eve@evil.example',
    'v@example.com%0d%0aBcc:eve@evil.example',
    '\r\nBcc: eve@evil.example\r\n\r\nv@example.com',
  ])('a line break in the address is refused: %j [A18]', (email) => refusedEverywhere(email));

  it.each([
    ['eve@evil.example,v@example.com'],
    ['eve@evil.example;v@example.com'],
    ['eve@evil.example v@example.com'],
    [['eve@evil.example', 'v@example.com']],
    ['v@example.com>,<eve@evil.example'],
    ['<v@example.com>'],
    ['Victor <v@example.com>'],
    ['v@example.com@evil.example'],
    ['v@example.com(eve@evil.example)'],
    ['v@[127.0.0.1]'],
    ['v@example.com:25'],
    ['v@evil.example/example.com'],
    ['v@evil.example#example.com'],
    ['v%evil.example@'],
    [{ $ne: null }],
  ])('what a mailer could take for another reader is refused: %j [A19]', (email) => refusedEverywhere(email));

  it('a quoted local part that holds an address is refused, as nodemailer did not [A19]', async () => {
    await refusedEverywhere('"eve@evil.example"@example.com');
    await refusedEverywhere('"eve@evil.example x"@example.com');
    await refusedEverywhere('"v\\"@evil.example"@example.com');
  });

  it.each(['A\r\nBcc: eve@evil.example', 'A\nBcc: eve@evil.example', 'A\rB', 'A\u0085B'])(
    'a line break in the name is refused: %j [A18]',
    async (name) => {
      const answer = await post(at, 'register', { ...ada, name });
      expect(answer).toMatchObject({
        status: 422,
        body: { error: { details: { fields: { name: expect.any(String) } } } },
      });
      expect(await at.mailbox.list()).toEqual([]);
    },
  );

  it('every mail goes to exactly one address, that of the account, under a subject of ours [A18]', async () => {
    await verifiedUser(at, { ...ada, name: 'Ada Bcc: eve@evil.example' });
    at.clock.advance(61);
    await post(at, 'register', { ...ada, email: ' ADA@example.com ', name: 'Eve' });
    const mails = await at.mailbox.list();
    expect(mails.map(({ to }) => to)).toEqual([ada.email, ada.email]);
    for (const { subject } of mails) expect(subject).toMatch(/^[\x20-\x7e]+$/);
  });

  describe('addresses that only look like the victim’s', () => {
    it.each([
      ['mıke@example.com', 'dotless i'],
      ['mi\u212ae@example.com', 'Kelvin sign'],
      ['mike\u200b@example.com', 'zero-width space'],
      ['ｍike@example.com', 'full-width m'],
      ['mı\u212ae@example.com', 'both'],
      ['miſe@example.com', 'long s'],
      ['straße@example.com', 'sharp s'],
      ['míke@example.com', 'accent'],
      ['\u202emike@example.com', 'bidi override'],
    ])('%s (%s) is refused, never folded into another account [A20]', async (email) => {
      await verifiedUser(at, { ...ada, email: 'mike@example.com' });
      await refusedEverywhere(email);
    });

    it('in the domain they are another domain: no account is merged, and mail goes to its ASCII form [A20]', async () => {
      await verifiedUser(at, { ...ada, email: 'mike@fussball.example' });
      await post(at, 'register', { ...ada, email: 'mike@fußball.example' });
      await post(at, 'register', { ...ada, email: 'mike@fussbaıl.example' });
      const rows = await rowsOf(at, users);
      expect(rows.map(({ email_key }) => email_key).toSorted()).toEqual([
        'mike@fussball.example',
        'mike@xn--fuball-cta.example',
        expect.stringMatching(/^mike@xn--fussbal-/),
      ]);
      expect(new Set((await at.mailbox.list()).map(({ to }) => to)).size).toBe(3);
    });

    it('both spellings of one international domain are one account, and its mail goes there in ASCII [A22]', async () => {
      await registered(at, { ...ada, email: 'v@xn--bcher-kva.example' });
      at.clock.advance(61);
      for (const email of ['v@bücher.example', 'V@BÜCHER.example', 'v@bücher。example', 'v@XN--BCHER-KVA.example'])
        expect(await post(at, 'register', { ...ada, email })).toMatchObject({ status: 202 });
      expect(await rowsOf(at, users)).toHaveLength(1);
      expect(new Set((await at.mailbox.list()).map(({ to }) => to))).toEqual(new Set(['v@xn--bcher-kva.example']));
    });

    it.each([
      'v@xn--a',
      'v@xn--a.example',
      'v@xn--bcher-kva',
      'v@xn--.example',
      'v@-a.example',
      'v@a..example',
      'v@exa mple.com',
    ])('a domain that is none is refused: %s [A22]', (email) => refusedEverywhere(email));
  });

  it.each([
    ['<a href=//evil.example>click</a>', ['<a href=//evil', '//evil.example']],
    ['https://evil.example/x', ['https://evil', 'evil.example/x']],
    ['www.evil.example', ['www.evil.example']],
    ['eve@evil.example', ['eve@evil.example']],
    ['{{1234567*7}} #{1234567*7} <%= 1234567*7 %>', ['8641969']],
    ['Ada\u200b\ufeff', ['\u200b', '\ufeff']],
    ['"><img src=x onerror=alert(1)>', ['<img']],
    [`Click here now ${'to win a prize '.repeat(5)}`, ['to win a prize to win a prize to win a prize to win a prize']],
  ])('the name %j stands in the mail as inert text [A23]', async (name, never) => {
    await registered(at, { ...ada, name });
    const { text, html, links } = await at.mailbox.last(ada.email);
    // A tag is bait in HTML alone; what a client makes a link of is bait in both.
    for (const bait of never) expect((/[<"]/.test(bait) ? html : text + html).includes(bait)).toBe(false);
    expect(links).toEqual([expect.stringMatching(/^https:\/\/auth\.example\.com\/verify-email#token=/)]);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => new URL(url ?? '').origin)).toEqual([origin]);
  });

  it.each(['\u202elive.reganam', 'Ada\u2066', 'Ada\u2028Click here', '\u200b\u3164'])(
    'the name %j hides what it is, so that it is refused and no mail goes out [A23]',
    async (name) => {
      expect(await post(at, 'register', { ...ada, name })).toMatchObject({
        status: 422,
        body: { error: { details: { fields: { name: expect.any(String) } } } },
      });
      expect(await at.mailbox.list()).toEqual([]);
    },
  );

  it('the name that a stranger typed is never shown to the owner of the account [A23]', async () => {
    await verifiedUser(at);
    at.clock.advance(61);
    await post(at, 'register', { ...ada, name: 'Your account was hacked' });
    const mail = await at.mailbox.last(ada.email);
    expect(mail.text + mail.html).not.toContain('hacked');
  });

  it.each([
    ['Host', 'evil.example'],
    ['Host', 'auth.example.com:evil.example'],
    ['Host', 'good.example@evil.example'],
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-Host', 'auth.example.com@evil.example'],
    ['X-Original-Host', 'evil.example'],
    ['X-Host', 'evil.example'],
    ['Forwarded', 'for=1.2.3.4;host=evil.example;proto=http'],
    ['X-Forwarded-Proto', 'http'],
    ['X-Forwarded-Prefix', '//evil.example'],
    ['X-Rewrite-URL', 'https://evil.example/'],
    ['Origin', 'https://auth.example.com'],
    ['Referer', 'https://evil.example/'],
  ])('%s: %s moves no link of any mail away from the configured origin [A24]', async (name, value) => {
    const headers = { [name]: value };
    await post(at, 'register', ada, { headers });
    at.clock.advance(61);
    await post(at, 'verify-email/resend', { email: ada.email }, { headers });
    await invitation(at, 'edith@example.com');
    const mails = await at.mailbox.list();
    expect(mails).toHaveLength(3);
    for (const { links, text, html } of mails) {
      expect(links.map((link) => new URL(link).origin)).toEqual([origin]);
      expect(`${text}\n${html}`).not.toContain('evil.example');
    }
  });

  it('a mail that waits in the outbox is sealed, and gone from there once it is sent [ASVS 16.2.5]', async () => {
    const send = import.meta.jest
      .spyOn(at.platform.mail, 'send')
      .mockRejectedValueOnce(new Error('the mail service is down'));
    await post(at, 'register', ada);
    await at.settled();
    const [waiting] = await rowsOf(at, outbox);
    expect(waiting).toMatchObject({ done_at: null, attempts: 1, last_error: 'Error' });
    send.mockRestore();
    at.clock.advance(3);
    await at.outbox.sweep();
    const mail = await at.mailbox.last(ada.email);
    const sealed = Buffer.from(String(waiting?.sealed).split('.')[1] ?? '', 'base64url').toString('latin1');
    for (const secret of [ada.email, 'verify', tokenIn(mail), mail.code ?? ''])
      expect([String(waiting?.sealed), sealed].some((held) => held.includes(secret))).toBe(false);
    expect(await rowsOf(at, outbox)).toMatchObject([{ sealed: null, last_error: null, done_at: expect.anything() }]);
  });
});
