import { outbox } from '../../lambdas/domain/outbox/outbox.table.ts';
import { sha256 } from '../../lambdas/kernel/crypto.ts';
import { mailBreaker } from '../../lambdas/kernel/http/limits.ts';
import { ada, grace, post, registered, verifiedUser } from '../flows/people.ts';
import { auditOf, everyRow, rowsOf } from '../flows/records.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

const hour = 3600;

describe('a flood of asks for mail', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const ask = (turn: number, ip: string, email = ada.email) =>
    turn % 2 === 0
      ? post(at, 'register', { ...ada, email }, { ip })
      : post(at, 'verify-email/resend', { email }, { ip });

  it.each([
    ['pending', () => registered(at)],
    ['verified', () => verifiedUser(at)],
  ])(
    '50 asks in an hour from 3 addresses over both routes, the address %s: all 202, 5 mails [A11]',
    async (_state, make) => {
      await make();
      at.clock.advance(hour);
      const before = (await at.mailbox.list(ada.email)).length;
      const statuses: number[] = [];
      for (let turn = 0; turn < 50; turn++) {
        statuses.push((await ask(turn, `192.0.2.${turn % 3}`)).status);
        at.clock.advance(61);
      }
      expect(statuses).toEqual(new Array(50).fill(202));
      expect(await at.mailbox.list(ada.email)).toHaveLength(before + 5);
    },
  );

  it('the budget is that of the window in which it was opened: an hour later mail flows again [A11]', async () => {
    for (let turn = 0; turn < 6; turn++) {
      await ask(turn * 2, `192.0.2.${turn}`);
      at.clock.advance(61);
    }
    expect(await at.mailbox.list()).toHaveLength(5);
    at.clock.advance(hour);
    expect(await ask(0, '192.0.2.99')).toMatchObject({ status: 202 });
    expect(await at.mailbox.list()).toHaveLength(6);
  });

  it('every spelling of one address shares its budget: letter case, white space, international domain [A07]', async () => {
    const spellings = ['v@bücher.example', 'V@Bücher.example', ' v@xn--bcher-kva.example', 'v@XN--bcher-KVA.example\t'];
    for (let turn = 0; turn < 12; turn++) {
      const email = spellings[turn % spellings.length];
      expect(await ask(turn * 2, `192.0.2.${turn}`, email)).toMatchObject({ status: 202 });
      at.clock.advance(61);
    }
    expect(await at.mailbox.list()).toHaveLength(5);
  });

  it('a plus tag or a dot is another mailbox, with a budget of its own [A07]', async () => {
    for (const email of ['v@example.com', 'v+1@example.com', 'v.1@example.com']) await ask(0, '192.0.2.1', email);
    expect(await at.mailbox.list()).toHaveLength(3);
  });

  it('one address asks 20 times an hour; a /64 of IPv6 is one address, and its neighbour another [A07]', async () => {
    for (let turn = 0; turn < 20; turn++) {
      const ip = `2001:db8:1:2:${turn.toString(16)}::${(turn * 3001).toString(16)}`;
      expect(await ask(turn, ip, `v${turn}@example.com`)).toMatchObject({ status: 202 });
    }
    const refused = await ask(0, '2001:db8:1:2:ffff:ffff:ffff:ffff', 'last@example.com');
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await ask(1, '2001:0db8:0001:0002::1', 'last@example.com')).toMatchObject({ status: 429 });
    expect(await ask(0, '2001:db8:1:3::1', 'last@example.com')).toMatchObject({ status: 202 });
  });

  it('no header makes one client another [A07]', async () => {
    const lies = ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'CF-Connecting-IP', 'X-Viewer-IP', 'True-Client-IP'];
    const statuses: number[] = [];
    for (let turn = 0; turn < 22; turn++) {
      const headers = Object.fromEntries(lies.map((name) => [name, `203.0.113.${turn}`]));
      const body = { email: `v${turn}@example.com` };
      statuses.push((await post(at, 'verify-email/resend', body, { ip: '192.0.2.1', headers })).status);
    }
    expect(statuses).toEqual([...new Array(20).fill(202), 429, 429]);
  });

  it('what is refused by address is not hashed, read or written, and uses up nobody’s budget', async () => {
    for (let turn = 0; turn < 20; turn++) await post(at, 'verify-email/resend', { email: `v${turn}@example.com` });
    const before = await everyRow(at);
    at.counts.clear();
    for (let turn = 0; turn < 10; turn++) expect(await post(at, 'register', ada)).toMatchObject({ status: 429 });
    expect([at.counts.hashes, at.counts.statements]).toEqual([0, []]);
    expect(await everyRow(at)).toEqual(before);
    expect(await registered(at)).toMatchObject({ code: expect.any(String) });
  });

  it('within a minute of a mail no second one follows, whichever route asks', async () => {
    await registered(at);
    at.clock.advance(50);
    for (const turn of [0, 1, 2]) await ask(turn, '192.0.2.1');
    expect(await at.mailbox.list()).toHaveLength(1);
    at.clock.advance(11);
    await ask(1, '192.0.2.1');
    expect(await at.mailbox.list()).toHaveLength(2);
  });

  it('past 10,000 asks in an hour no mail goes out, the operator is alarmed, and an hour later it does', async () => {
    const { windowSeconds, max } = mailBreaker;
    await at.platform.store.increment([{ key: `mail-all:${sha256('all')}`, windowSeconds, by: max - 1 }]);
    await registered(at);
    expect(at.logs.join('\n')).not.toContain('mail breaker open');
    expect(await post(at, 'register', grace)).toMatchObject({ status: 202 });
    expect(await at.mailbox.list(grace.email)).toEqual([]);
    const alarm = at.logs.map((line) => JSON.parse(line)).filter(({ message }) => /mail breaker open/.test(message));
    expect(alarm).toMatchObject([{ level: 'ERROR' }]);
    at.clock.advance(hour);
    expect(await registered(at, grace)).toMatchObject({ code: expect.any(String) });
  });

  it('asks for mails that nobody gets do not use up what all addresses have', async () => {
    const { windowSeconds, max } = mailBreaker;
    await at.platform.store.increment([{ key: `mail-all:${sha256('all')}`, windowSeconds, by: max - 6 }]);
    // One to nobody each, then five that a mailbox gets and five that its own budget refuses.
    for (let turn = 0; turn < 10; turn++) {
      await post(at, 'verify-email/resend', { email: `nobody-${turn}@example.com` }, { ip: `192.0.2.${turn}` });
    }
    for (let turn = 0; turn < 10; turn++) await post(at, 'register', ada, { ip: `192.0.2.${turn}` });
    expect(await registered(at, grace)).toMatchObject({ code: expect.any(String) });
    expect(at.logs.join('\n')).not.toContain('mail breaker open');
  });

  it('one audit row tells the account’s owner of the first refusal in an hour', async () => {
    const { userId } = await verifiedUser(at);
    for (let turn = 0; turn < 12; turn++) await ask(turn, `192.0.2.${turn}`);
    expect(await auditOf(at, 'mail.asked')).toMatchObject([{ user_id: userId, outcome: 'refused' }]);
    at.clock.advance(hour);
    for (let turn = 0; turn < 12; turn++) await ask(turn, `198.51.100.${turn}`);
    expect(await auditOf(at, 'mail.asked')).toHaveLength(2);
  });

  it('a mail that a worker was never told of is sent by the sweeper, and once', async () => {
    const nudge = import.meta.jest.spyOn(at.platform.queue, 'nudge').mockRejectedValue(new Error('the queue is down'));
    expect(await post(at, 'register', ada)).toMatchObject({ status: 202 });
    nudge.mockRestore();
    expect(await at.mailbox.list()).toEqual([]);
    await Promise.all([at.outbox.sweep(), at.outbox.sweep()]);
    expect(await at.mailbox.list()).toHaveLength(1);
    expect(await rowsOf(at, outbox)).toMatchObject([{ attempts: 1, done_at: expect.anything() }]);
  });
});
