import type { MailboxMessage } from '../../lambdas/adapters/mail/mailbox.ts';
import { answerLocal, type LocalControls } from '../../local/endpoints.ts';
import type { GatewayRequest, HeaderField } from '../../local/gateway/message.ts';
import { seedAccounts } from '../../local/seed-accounts.ts';
import { noSite } from '../../local/site/waiting-pages.ts';
import { fakeConfig } from '../kernel/fakes.ts';

const message: MailboxMessage = {
  id: '01900000-0000-7000-8000-000000000001',
  to: 'v@example.com',
  subject: 'Verify <b>your</b> address',
  text: 'Hello & <script>alert(1)</script> https://x.example/#token=abc',
  html: '<p>Hello</p>',
  links: ['https://x.example/#token=abc'],
  code: 'ABCD-EFGH',
  sent_at: '2026-03-12T19:03:58.123Z',
};

let done: string[] = [];
let isLocal = true;
const controls: LocalControls = {
  people: { signIns: seedAccounts, password: 'default' },
  mailConfig: fakeConfig({}),
  mail: async (to) => {
    done.push(`mail ${to}`);
    return [message];
  },
  clearMail: async () => void done.push('clear'),
  advance: (seconds) => {
    done.push(`advance ${seconds}`);
    return { now: new Date('2026-03-12T19:03:58.123Z'), advancedSeconds: 90 };
  },
  reset: async () => {
    if (isLocal) done.push('reset');
    return isLocal;
  },
};
beforeEach(() => {
  done = [];
  isLocal = true;
});

const host: HeaderField = ['Host', 'localhost:4000'];
const asJson: HeaderField = ['Content-Type', 'application/json'];

function ask(method: string, target: string, change: Partial<GatewayRequest> = {}) {
  const headers = method === 'GET' ? [host] : [host, asJson];
  return answerLocal(
    { method, target, headers, body: Buffer.alloc(0), sourceIp: '127.0.0.1', ...change },
    controls,
    async () => noSite(),
  );
}

describe('the mailbox can be read by programs and by people', () => {
  it('lists every mail as JSON, or those to one address', async () => {
    const all = await ask('GET', '/_local/mailbox');
    expect(JSON.parse(all.body.toString())).toEqual([message]);
    await ask('GET', '/_local/mailbox?to=v%2Ba%40example.com');
    expect(done).toEqual(['mail undefined', 'mail v+a@example.com']);
  });

  it('shows a page with subject, address, time, code, links and text, all of it inert', async () => {
    const answer = await ask('GET', '/_local');
    const text = answer.body.toString();
    expect(answer.status).toBe(200);
    for (const shown of [
      'v@example.com',
      '2026-03-12 19:03:58 UTC',
      'ABCD-EFGH',
      'href="https://x.example/#token=abc"',
    ])
      expect(text).toContain(shown);
    expect(text).toContain('Verify &lt;b&gt;your&lt;/b&gt; address');
    expect(text).toContain('Hello &amp; &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toMatch(/<script|<b>|\son\w+=|style="/);
  });

  it('allows the page no script, and its style by hash alone', async () => {
    const { headers } = await ask('GET', '/_local');
    const policy = Object.fromEntries(headers)['content-security-policy'];
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}=';/);
    expect(policy).not.toMatch(/unsafe|script-src/);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('keeps the HTML of a mail in a sandbox without scripts, origin and network', async () => {
    expect((await ask('GET', '/_local')).body.toString()).toContain('<iframe sandbox loading="lazy"');
    const answer = await ask('GET', `/_local/mailbox/${message.id}`);
    expect(answer.body.toString()).toBe('<p>Hello</p>');
    expect(Object.fromEntries(answer.headers)['content-security-policy']).toMatch(/^sandbox; default-src 'none';/);
    expect((await ask('GET', '/_local/mailbox/other')).status).toBe(404);
  });

  it('is emptied by DELETE', async () => {
    expect((await ask('DELETE', '/_local/mailbox')).status).toBe(204);
    expect(done).toEqual(['clear']);
  });
});

describe('time and data are moved by hand', () => {
  const body = (value: unknown) => ({ body: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) });

  it('moves the clock and answers where it stands', async () => {
    const answer = await ask('POST', '/_local/clock', body({ advance_seconds: 90 }));
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([
      200,
      { now: '2026-03-12T19:03:58.123Z', advanced_seconds: 90 },
    ]);
    expect(done).toEqual(['advance 90']);
  });

  it.each(['', '{', '[]', 'null', { advance_seconds: -1 }, { advance_seconds: '5' }, {}, { advance_seconds: 1e12 }])(
    'refuses to move it by %j',
    async (value) => {
      expect((await ask('POST', '/_local/clock', body(value))).status).toBe(422);
      expect(done).toEqual([]);
    },
  );

  it('resets, but never a database that it did not mark', async () => {
    expect((await ask('POST', '/_local/reset')).status).toBe(204);
    isLocal = false;
    expect((await ask('POST', '/_local/reset')).status).toBe(403);
    expect(done).toEqual(['reset']);
  });
});

describe('nobody else reaches them', () => {
  const writes = [
    ['DELETE', '/_local/mailbox'],
    ['POST', '/_local/clock'],
    ['POST', '/_local/reset'],
  ] as const;
  const body = Buffer.from('{"advance_seconds":1}');

  it.each(['192.0.2.7', '10.0.0.1', '::2', 'fe80::1', ''])('refuses a peer at %j [A119]', async (sourceIp) => {
    const reads = ['/_local', '/_local/mailbox', '/_local/mails'].map((target) => ['GET', target] as const);
    for (const [method, target] of [...reads, ...writes])
      expect((await ask(method, target, { sourceIp, body })).status).toBe(403);
    expect(done).toEqual([]);
  });

  it.each(['127.0.0.1', '127.9.9.9', '::1'])('answers a peer at %s', async (sourceIp) => {
    expect((await ask('GET', '/_local/mailbox', { sourceIp })).status).toBe(200);
  });

  it.each<[string, HeaderField[]]>([
    ['a form', [['Content-Type', 'application/x-www-form-urlencoded']]],
    ['plain text', [['Content-Type', 'text/plain']]],
    ['text that claims JSON beside it', [['Content-Type', 'text/plain, application/json']]],
    ['no type', []],
    ['another site', [asJson, ['Origin', 'https://evil.example']]],
    ['another port', [asJson, ['Origin', 'http://localhost:3000']]],
    ['a sandboxed page', [asJson, ['Origin', 'null']]],
    ['two origins', [asJson, ['Origin', 'http://localhost:4000'], ['Origin', 'https://evil.example']]],
  ])('refuses a write from %s [A119]', async (_from, headers) => {
    for (const [method, target] of writes)
      expect((await ask(method, target, { headers: [host, ...headers], body })).status).toBe(403);
    expect(done).toEqual([]);
  });

  it('says what a refused write lacks', async () => {
    const { body: refused } = await ask('POST', '/_local/reset', { headers: [host] });
    expect(JSON.parse(refused.toString()).error.message).toBe(
      'Send Content-Type: application/json, and no foreign Origin.',
    );
  });

  it('takes a write from its own page and from no page', async () => {
    const own: HeaderField = ['Origin', 'http://localhost:4000'];
    const charset: HeaderField = ['Content-Type', 'application/json; charset=utf-8'];
    for (const headers of [
      [host, asJson, own],
      [host, charset],
    ])
      expect((await ask('POST', '/_local/clock', { headers, body })).status).toBe(200);
  });

  it('answers 405 with what is allowed, and 404 where there is nothing', async () => {
    const wrong = await ask('PUT', '/_local/mailbox');
    expect([wrong.status, Object.fromEntries(wrong.headers).allow]).toEqual([405, 'GET, DELETE']);
    expect((await ask('GET', '/_local/reset')).status).toBe(405);
    expect((await ask('GET', '/_local/other')).status).toBe(404);
    expect((await ask('GET', '/_local/constructor')).status).toBe(404);
    expect((await ask('GET', '/_local/mails/verify_email/xx')).status).toBe(404);
    expect((await ask('POST', '/_local/mails')).status).toBe(405);
  });
});
