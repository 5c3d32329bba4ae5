import fc, { type AsyncCommand } from 'fast-check';
import { type Agent, day, end, isOver, lifetimes, type Model, type ModelSession } from './model.ts';
import type { Tokens, World } from './world.ts';

type Command = AsyncCommand<Model, World>;
type Act = (model: Model, world: World) => Promise<void>;

const seconds = (world: World) => world.clock.now().getTime() / 1000;

function command(name: string, run: Act, check: (model: Readonly<Model>) => boolean = () => true): Command {
  return { run, check, toString: () => name };
}

/** A command on one session; sessions are counted from the newest, so that shrinking keeps them apart. */
function on(name: string, pick: number, run: (session: ModelSession, model: Model, world: World) => Promise<void>) {
  return command(
    `${name}(${pick})`,
    async (model, world) => {
      const session = model.sessions[model.sessions.length - 1 - (pick % model.sessions.length)];
      if (session) await run(session, model, world);
    },
    (model) => model.sessions.length > 0,
  );
}

const start = (delivery: 'cookie' | 'body') =>
  command(`start(${delivery})`, async (model, world) => {
    const tokens = await world.start(delivery);
    const now = seconds(world);
    model.sessions.push({
      delivery,
      generations: [tokens],
      access: [{ token: tokens.accessToken, expiresAt: now + lifetimes.access }],
      rotatedAt: 0,
      rotatedBy: 'one',
      expiresAt: now + lifetimes.session,
      idleExpiresAt: now + lifetimes.idle,
      ended: null,
      landed: false,
      tombstoneAt: Number.POSITIVE_INFINITY,
      staleUntil: 0,
    });
  });

function rotated(session: ModelSession, tokens: Tokens, now: number, by: Agent = 'one'): void {
  session.generations.push(tokens);
  session.rotatedAt = now;
  session.rotatedBy = by;
  session.idleExpiresAt = Math.min(now + lifetimes.idle, session.expiresAt);
  remember(session, tokens, now);
}

/** An access token's times are whole seconds (RFC 7519 2, NumericDate). */
function remember(session: ModelSession, tokens: Tokens, now: number): void {
  session.access.push({ token: tokens.accessToken, expiresAt: Math.floor(now) + lifetimes.access });
}

/** `age` 0 is the live token, 1 its parent, more an ancestor. */
const refresh = (pick: number, age: number, agent: Agent) =>
  on(`refresh age ${age} by ${agent}`, pick, async (session, model, world) => {
    const last = session.generations.length - 1;
    const token = session.generations[Math.max(0, last - age)];
    if (!token) return;
    const old = last - Math.max(0, last - age);
    const now = seconds(world);
    const answer = await world.refresh(token.refreshToken, session.delivery, agent);
    if (isOver(session, now)) {
      expect(answer).toMatchObject({ ok: false, code: 'REFRESH_TOKEN_INVALID', reason: session.ended ?? 'expired' });
    } else if (old === 0) {
      expect(answer.ok).toBe(true);
      if (answer.ok) rotated(session, answer.tokens, now, agent);
    } else if (old === 1 && agent === session.rotatedBy && now - session.rotatedAt <= lifetimes.grace) {
      expect(answer).toMatchObject({ ok: true, tokens: { refreshToken: session.generations[last]?.refreshToken } });
      if (answer.ok) remember(session, answer.tokens, now);
    } else {
      expect(answer).toMatchObject({ ok: false, code: 'REFRESH_TOKEN_INVALID', reason: 'refresh_token_reused' });
      end(session, 'refresh_token_reused', now, world.store.mode !== 'working');
      model.mails += 1;
    }
  });

const refreshTogether = (pick: number, count: number) =>
  on(`${count} refreshes together`, pick, async (session, _model, world) => {
    const live = session.generations.at(-1);
    if (!live) return;
    const now = seconds(world);
    const calls = Array.from({ length: count }, () => world.refresh(live.refreshToken, session.delivery, 'one'));
    const answers = await Promise.all(calls);
    if (isOver(session, now)) {
      expect(answers.filter((answer) => answer.ok)).toEqual([]);
      return;
    }
    const successors = new Set(answers.map((answer) => (answer.ok ? answer.tokens.refreshToken : answer.code)));
    expect(successors.size).toBe(1);
    const [first] = answers;
    expect(first?.ok).toBe(true);
    if (first?.ok) rotated(session, first.tokens, now);
  });

/** Whichever comes first, the session is over and nothing of it works afterwards. */
const refreshAndLogout = (pick: number) =>
  on('refresh and logout together', pick, async (session, _model, world) => {
    const live = session.generations.at(-1);
    if (!live) return;
    const now = seconds(world);
    const over = isOver(session, now);
    const [answer] = await Promise.all([
      world.refresh(live.refreshToken, session.delivery, 'one'),
      world.logout(live.sessionId),
    ]);
    if (over) expect(answer.ok).toBe(false);
    else if (answer.ok) rotated(session, answer.tokens, now);
    if (session.ended === null) end(session, 'signed_out', now, world.store.mode !== 'working');
  });

const logout = (pick: number) =>
  on('logout', pick, async (session, _model, world) => {
    const [first] = session.generations;
    if (!first) return;
    await world.logout(first.sessionId);
    if (session.ended === null) end(session, 'signed_out', seconds(world), world.store.mode !== 'working');
  });

const access = (pick: number, which: number) =>
  on('access', pick, async (session, _model, world) => {
    const token = session.access[session.access.length - 1 - (which % session.access.length)];
    if (!token) return;
    const now = seconds(world);
    const principal = await world.access(token.token);
    if (now >= token.expiresAt || now >= session.expiresAt) expect(principal).toBeNull();
    else if (isOver(session, now)) {
      if (now > session.staleUntil || world.store.mode === 'failing') expect(principal).toBeNull();
    } else {
      expect(principal?.sessionId).toBe(session.generations[0]?.sessionId);
      expect(principal?.permissions.has('users:read')).toBe(true);
    }
  });

const advance = (by: number) =>
  command(`advance ${by} s`, async (_model, world) => {
    world.clock.advance(by);
  });

const flush = command('flush the store', async (model, world) => {
  await world.store.flush();
  model.lostWhileHeld ||= world.store.hasHeld;
  for (const session of model.sessions) session.staleUntil = 0;
});

const save = command('save the store', async (model, world) => {
  world.store.save();
  model.savedAt = seconds(world);
});

/** What was written since the save is lost: a copy that comes back is believed for a minute from its reading. */
const rollBack = command('roll the store back', async (model, world) => {
  await world.store.rollBack();
  model.lostWhileHeld ||= world.store.hasHeld;
  const now = seconds(world);
  for (const session of model.sessions)
    if (session.ended && session.tombstoneAt >= model.savedAt) session.staleUntil = now + lifetimes.trust;
});

const failing = command('the store fails', async (_model, world) => {
  world.store.mode = 'failing';
});

const held = command('writes are late', async (_model, world) => {
  world.store.mode = 'held';
});

/** Writes go through again; the late ones are still on their way. */
const resume = command('the store works', async (_model, world) => {
  world.store.mode = 'working';
});

const release = command('late writes arrive', async (model, world) => {
  await world.store.release();
  const now = seconds(world);
  if (model.lostWhileHeld) for (const session of model.sessions) session.staleUntil = now + lifetimes.trust;
  model.lostWhileHeld = false;
});

/** The outbox lands every tombstone that it has not landed yet, and sends each mail once. */
const sweep = command('sweep', async (model, world) => {
  if (world.store.mode !== 'working' || world.store.hasHeld) return;
  await world.sweep();
  expect(await world.pendingOutbox()).toBe(0);
  for (const session of model.sessions) {
    if (!session.ended || session.landed) continue;
    Object.assign(session, { landed: true, staleUntil: 0, tombstoneAt: seconds(world) });
  }
  expect(world.mailbox.list()).toHaveLength(model.mails);
});

const recover = scene('recover', [resume, release, sweep]);

/** Several commands as one, so that rare orders are common. */
function scene(name: string, steps: readonly Command[]): Command {
  return {
    check: () => true,
    toString: () => `${name}: ${steps.join(', ')}`,
    async run(model, world) {
      for (const step of steps) if (await step.check(model)) await step.run(model, world);
    },
  };
}

const pick = fc.nat(2);
const agents = fc.constantFrom<Agent>('one', 'two');
const soon = fc.constantFrom(0, 1, 2, 9, 10, 11, 30, 59, 60, 61);

/** The orders in which caches and protocols of this kind have failed. */
const scenes = fc
  .tuple(pick, soon, soon)
  .chain(([p, first, second]) =>
    fc.constantFrom(
      scene('a repeat after a while', [refresh(p, 0, 'one'), advance(first), refresh(p, 1, 'one')]),
      scene('an end that the store loses', [
        access(p, 0),
        save,
        logout(p),
        sweep,
        rollBack,
        advance(first),
        access(p, 0),
        advance(second),
        access(p, 0),
      ]),
      scene('an end that the store never got', [
        access(p, 0),
        failing,
        logout(p),
        resume,
        advance(first),
        sweep,
        access(p, 0),
      ]),
      scene('a copy that arrives after the end', [
        held,
        refresh(p, 0, 'one'),
        resume,
        logout(p),
        advance(first),
        release,
        access(p, 0),
        advance(second),
        access(p, 0),
      ]),
      scene('a reuse while writes are late', [
        refresh(p, 0, 'one'),
        refresh(p, 0, 'one'),
        held,
        refresh(p, 2, 'one'),
        advance(first),
        recover,
        access(p, 0),
      ]),
    ),
  );

export function protocolCommands() {
  return fc.commands(
    [
      fc.constantFrom('cookie' as const, 'body' as const).map(start),
      fc.tuple(pick, fc.nat(3), agents).map(([p, age, agent]) => refresh(p, age, agent)),
      fc.tuple(pick, fc.constantFrom(0, 0, 1)).map(([p, age]) => refresh(p, age, 'one')),
      fc.tuple(pick, fc.integer({ min: 2, max: 8 })).map(([p, count]) => refreshTogether(p, count)),
      pick.map(refreshAndLogout),
      pick.map(logout),
      fc.tuple(pick, fc.nat(3)).map(([p, which]) => access(p, which)),
      soon.map(advance),
      fc.constantFrom(899, 900, 13 * day, 14 * day, 30 * day).map(advance),
      fc.constantFrom(flush, save, rollBack, failing, held, recover),
      scenes,
      scenes,
    ],
    { maxCommands: 40, size: 'large' },
  );
}
