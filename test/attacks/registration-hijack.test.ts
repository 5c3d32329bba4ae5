import { sql } from 'drizzle-orm';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { invitation, post, type Registered, registered, signedInBrowser, verifiedUser } from '../flows/people.ts';
import { everyRow } from '../flows/records.ts';
import { login } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';

const address = 'victim@example.com';
const victim = { email: address, password: 'tulips on the canal', name: 'Victor' };
const attacker = { email: address, password: 'forty grey lockpicks', name: 'Mallory' };

describe('an account that an attacker registered first, or last, is the mailbox owner’s alone', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const verify = (body: object) => post(at, 'verify-email', body);
  const worth = async () => [(await login(at, victim)).status, (await login(at, attacker)).status];

  /** Both register, a minute apart, so that a mail of each comes to the victim. */
  async function both(first: 'attacker' | 'victim'): Promise<{ mine: Registered; theirs: Registered }> {
    const one = await registered(at, first === 'victim' ? victim : attacker);
    at.clock.advance(61);
    const other = await registered(at, first === 'victim' ? attacker : victim);
    return first === 'victim' ? { mine: one, theirs: other } : { mine: other, theirs: one };
  }

  const orders = ['attacker', 'victim'] as const;
  const mails = ['mine', 'theirs'] as const;
  const cases = orders.flatMap((first) => mails.map((mail) => [first, mail] as const));

  it.each(cases)('%s first, mail of "%s": in the own browser the own password is kept [A110]', async (first, mail) => {
    const made = await both(first);
    const proof = { token: made[mail].token, request_token: made.mine.requestToken };
    const answer = await verify(proof);
    expect(answer).toMatchObject({ status: 200, body: { data: { user: { name: 'Victor' } } } });
    expect(answer.body.data).not.toHaveProperty('password_required');
    expect(await worth()).toEqual([200, 401]);
  });

  it.each(cases)('%s first, mail of "%s": the own password given again is kept [A110]', async (first, mail) => {
    const made = await both(first);
    const answer = await verify({ token: made[mail].token, password: victim.password });
    expect(answer.body.data).toMatchObject({ user: { name: 'Victor' } });
    expect(answer.body.data).not.toHaveProperty('password_required');
    expect(await worth()).toEqual([200, 401]);
  });

  it.each(cases)(
    '%s first, mail of "%s": a clean browser is asked for a password [A110] [ASVS 6.4.1]',
    async (first, mail) => {
      const made = await both(first);
      expect((await worth())[1]).not.toBe(200);
      const answer = await verify({ token: made[mail].token });
      expect(answer).toMatchObject({ status: 200, body: { data: { password_required: true } } });
      expect(await worth()).toEqual([401, 401]);
      const choice = { token: answer.body.data?.token, password: victim.password };
      expect(await post(at, 'verify-email/password', choice)).toMatchObject({ status: 200 });
      expect(await worth()).toEqual([200, 401]);
    },
  );

  it.each(orders)('%s first: nothing that the attacker holds proves anything, before or after', async (first) => {
    const { mine, theirs } = await both(first);
    const held = [
      { token: theirs.requestToken },
      { request_token: theirs.requestToken, code: 'AAAA-AAAA' },
      // A code belongs to its own mail: that of the victim's mail opens nothing beside the attacker's request token.
      { request_token: theirs.requestToken, code: mine.code },
      { token: theirs.requestToken, password: attacker.password },
    ];
    for (const proof of held) expect(await verify(proof)).toMatchObject({ status: 400 });
    await verify({ token: mine.token, request_token: mine.requestToken });
    for (const proof of held) expect(await verify(proof)).toMatchObject({ status: 400 });
    const choice = { token: theirs.requestToken, password: attacker.password };
    expect(await post(at, 'verify-email/password', choice)).toMatchObject({ status: 400 });
    expect(await post(at, 'accept-invitation', { ...choice, name: 'Mallory' })).toMatchObject({ status: 400 });
    expect(await worth()).toEqual([200, 401]);
  });

  it('the first proof voids password, sessions and devices that stand from before it, at the next request', async () => {
    const theirs = await signedInBrowser(at, attacker);
    const refresh = () => theirs.browser.client.session.refresh({ body: {} });
    const me = () => theirs.browser.client.account.getMe({ bearer: theirs.bearer });
    expect(await me()).toMatchObject({ ok: true });
    await at.platform.database.rows(sql`update users set email_verified_at = null`);
    const invited = await invitation(at, address);
    const acceptance = { token: invited.token, name: 'Victor', password: victim.password };
    expect(await post(at, 'accept-invitation', acceptance)).toMatchObject({ status: 200 });
    await at.settled();
    expect(await me()).toMatchObject({ ok: false, code: 'TOKEN_INVALID' });
    expect(await refresh()).toMatchObject({ ok: false, details: { reason: 'mailbox_proven' } });
    expect((await everyRow(at)).known_devices).toEqual([]);
    expect(await worth()).toEqual([200, 401]);
  });

  it('registering again after the proof gives the attacker nothing and takes the owner nothing', async () => {
    await verifiedUser(at, victim);
    at.clock.advance(61);
    const again = await post(at, 'register', attacker);
    expect((await at.mailbox.last(address)).code).toBeNull();
    const proof = { request_token: again.body.data?.request_token, code: 'AAAA-AAAA' };
    expect(await verify(proof)).toMatchObject({ status: 400 });
    // As at a free address: the answer does not tell that this one is taken.
    expect(await worth()).toEqual([200, 403]);
  });

  it('a proof by the attacker’s mail ends the invitation too, and the attacker’s registration as well', async () => {
    const theirs = await registered(at, attacker);
    const invited = await invitation(at, address, [systemRoles.support]);
    const { token, requestToken } = theirs;
    const answer = await verify({ token, request_token: 'A'.repeat(43) });
    expect(answer.body.data).toMatchObject({ password_required: true });
    const acceptance = { token: invited.token, name: 'Victor', password: victim.password };
    expect(await post(at, 'accept-invitation', acceptance)).toMatchObject({ status: 400 });
    expect(await verify({ token, request_token: requestToken })).toMatchObject({ status: 400 });
    expect(await worth()).toEqual([401, 401]);
  });

  it('the attacker cannot set the password in the time between the proof and the owner’s choice', async () => {
    const theirs = await registered(at, attacker);
    const { body } = await verify({ token: theirs.token });
    at.clock.advance(61);
    const later = await post(at, 'register', attacker);
    for (const token of [theirs.token, theirs.requestToken, later.body.data?.request_token])
      expect(await post(at, 'verify-email/password', { token, password: attacker.password })).toMatchObject({
        status: 400,
      });
    expect(await worth()).toEqual([401, 403]);
    const choice = { token: body.data?.token, password: victim.password };
    expect(await post(at, 'verify-email/password', choice)).toMatchObject({ status: 200 });
    expect(await worth()).toEqual([200, 403]);
  });

  it('the first proof leaves nothing of the attacker’s: no password, session, device or open token', async () => {
    const { mine } = await both('attacker');
    await verify({ token: mine.token });
    const rows = await everyRow(at);
    expect([rows.credentials, rows.sessions, rows.known_devices]).toEqual([[], [], []]);
    const open = rows.one_time_tokens?.filter(({ spent_at }) => spent_at === null);
    expect(open).toMatchObject([{ kind: 'set_password', pending: null }]);
    expect(rows.one_time_tokens?.filter(({ pending }) => pending !== null)).toEqual([]);
  });

  describe('while the attacker’s asks keep the victim’s own mail from going out', () => {
    it('within a minute of them the attacker’s link and the own request token keep the own password', async () => {
      const theirs = await registered(at, attacker);
      const own = await post(at, 'register', victim);
      expect(await at.mailbox.list(address)).toHaveLength(1);
      const proof = { token: theirs.token, request_token: own.body.data?.request_token };
      expect(await verify(proof)).toMatchObject({ status: 200, body: { data: { user: { name: 'Victor' } } } });
      expect(await worth()).toEqual([200, 401]);
    });

    it('within a minute of them the attacker’s link and the own password given again keep it on another device', async () => {
      const theirs = await registered(at, attacker);
      await post(at, 'register', victim);
      const answer = await verify({ token: theirs.token, password: victim.password });
      expect(answer.body.data).not.toHaveProperty('password_required');
      expect(await worth()).toEqual([200, 401]);
    });

    it('with the mail budget spent the newest link still lets the owner in, with a password of their own', async () => {
      for (let asked = 0; asked < 5; asked++) await post(at, 'register', attacker, { ip: `192.0.2.${asked}` });
      const own = await post(at, 'register', victim);
      expect(own).toMatchObject({ status: 202 });
      const token = tokenIn(await at.mailbox.last(address));
      const answer = await verify({ token, request_token: own.body.data?.request_token, password: victim.password });
      expect(answer).toMatchObject({ status: 200, body: { data: { password_required: true } } });
      const choice = { token: answer.body.data?.token, password: victim.password };
      expect(await post(at, 'verify-email/password', choice)).toMatchObject({ status: 200 });
      expect(await worth()).toEqual([200, 401]);
    });

    it('asking for mails to an address without an account does not use up the mail of its registration', async () => {
      for (let asked = 0; asked < 30; asked++)
        await post(at, 'verify-email/resend', { email: address }, { ip: `192.0.2.${asked}` });
      const { token, requestToken } = await registered(at, victim);
      expect(await verify({ token, request_token: requestToken })).toMatchObject({ status: 200 });
      expect(await worth()).toEqual([200, 401]);
    });

    it('a crowd of later registrations does not displace the own one', async () => {
      const mine = await registered(at, victim);
      for (let asked = 0; asked < 4; asked++)
        await post(
          at,
          'register',
          { ...attacker, password: `grey lockpick number ${asked}` },
          { ip: `192.0.2.${asked}` },
        );
      expect(await verify({ token: mine.token, password: victim.password })).toMatchObject({ status: 200 });
      expect(await worth()).toEqual([200, 401]);
    });
  });
});
