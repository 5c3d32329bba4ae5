import { cleanUp, preparedFolder, type RunningChild, startChild } from './child.ts';

const rounds = 5;
/** How many answers a round waits for before it kills, in the middle of those that follow. */
const answersPerRound = 24;
const parallel = 6;
const account = { email: 'user@example.com', password: 'gatehouse-local-only-42', token_delivery: 'body' };

/** What the platform said is done, and may therefore never be lost. */
interface Acknowledged {
  /** Addresses whose registration was answered with 202. */
  registered: Set<string>;
  /** The newest refresh token that each session's client was given. */
  sessions: Map<number, string>;
}

/** The platform died before its answer was whole: nothing was acknowledged. */
class ConnectionLost extends Error {}

const api = (child: RunningChild) => async (path: string, body: unknown) => {
  const headers = { 'Content-Type': 'application/json', 'User-Agent': 'kill-test' };
  try {
    const answer = await fetch(`${child.origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as { data?: Tokens } };
  } catch (error) {
    throw new ConnectionLost(path, { cause: error });
  }
};

interface Tokens {
  refresh_token: string;
}

/**
 * Registers, signs in and refreshes in parallel until the process dies under it; answers only what was acknowledged.
 */
async function writeUntilKilled(child: RunningChild, round: number, known: Acknowledged): Promise<void> {
  const post = api(child);
  let answers = 0;
  const acknowledge = () => {
    answers += 1;
    if (answers === answersPerRound) child.process.kill('SIGKILL');
  };
  const writers = Array.from({ length: parallel }, async (_, writer) => {
    for (let turn = 0; ; turn += 1) {
      const email = `v${round}-${writer}-${turn}@example.com`;
      const registration = await post('/api/v1/auth/register', { email, password: 'correct horse battery', name: 'V' });
      expect(registration.status).toBe(202);
      known.registered.add(email);
      acknowledge();
      const session = round * 1_000 + writer;
      const held = known.sessions.get(session);
      const tokens = held
        ? await post('/api/v1/auth/refresh', { refresh_token: held })
        : await post('/api/v1/auth/login', account);
      expect(tokens.status).toBe(200);
      known.sessions.set(session, tokens.body.data?.refresh_token ?? '');
      acknowledge();
    }
  });
  // Whatever ended a writer but the dead connection is a failure of the test.
  for (const ended of await Promise.allSettled(writers))
    if (ended.status === 'rejected' && !(ended.reason instanceof ConnectionLost)) throw ended.reason;
  // A process that ended before it was killed ended by itself.
  expect(answers).toBeGreaterThanOrEqual(answersPerRound);
}

/** Every session that was acknowledged refreshes; one whose last answer was lost gets its successor. */
async function refreshAll(child: RunningChild, known: Acknowledged): Promise<void> {
  const post = api(child);
  for (const [session, token] of known.sessions) {
    const { status, body } = await post('/api/v1/auth/refresh', { refresh_token: token });
    expect({ session, status }).toEqual({ session, status: 200 });
    known.sessions.set(session, body.data?.refresh_token ?? '');
  }
}

/** How many mails each acknowledged address got, once the sweeper has done what the dead processes left. */
async function mailsOf(child: RunningChild, { registered }: Acknowledged): Promise<Map<string, number>> {
  // A row that a dead worker had taken is free again after its lease.
  await api(child)('/_local/clock', { advance_seconds: 61 });
  for (let tries = 0; ; tries += 1) {
    const mails = (await (await fetch(`${child.origin}/_local/mailbox`)).json()) as { to: string }[];
    const sent = Map.groupBy(mails, ({ to }) => to);
    const counts = new Map([...registered].map((email) => [email, sent.get(email)?.length ?? 0]));
    if (tries === 100 || ![...counts.values()].includes(0)) return counts;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a platform that is killed in the middle of its writes', () => {
  afterEach(cleanUp);

  it('has every acknowledged registration and session when it starts again, and mails each registration once', async () => {
    const args = ['--data', await preparedFolder(), '--no-limits'];
    // A refresh whose answer was lost is asked again after the restart, however slow the machine is.
    const environment = { GATEHOUSE_REFRESH_GRACE_SECONDS: '60' };
    const known: Acknowledged = { registered: new Set(), sessions: new Map() };
    for (let round = 0; round < rounds; round += 1) {
      const child = await startChild(args, environment);
      await refreshAll(child, known);
      await writeUntilKilled(child, round, known);
    }
    const child = await startChild(args, environment);
    await refreshAll(child, known);
    expect(known.sessions.size).toBeGreaterThanOrEqual(rounds);
    expect(known.registered.size).toBeGreaterThanOrEqual((rounds * answersPerRound) / 2);
    const counts = await mailsOf(child, known);
    expect([...counts].filter(([, count]) => count !== 1)).toEqual([]);
    expect(await child.end('SIGTERM')).toBe(0);
  }, 120_000);
});
