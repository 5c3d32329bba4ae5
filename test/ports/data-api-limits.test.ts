import { sql } from 'drizzle-orm';
import { startRelay } from '../services/relay.ts';
import { standIn } from '../services/stand-in.ts';
import { caught, dataApiFixture, fact, read } from './data-api.fixture.ts';

const at = dataApiFixture();

describe('limits of the service', () => {
  it.each([
    ['an answer above 1 MiB', sql`select repeat('x', 60000) as long from generate_series(1, 20)`],
    ['a row above 64 KiB', sql`select repeat('x', 70000) as long`],
  ])('say of %s that it is too large, and that is no outage', async (_what, statement) => {
    const database = at.open();
    const error = await caught(database.rows(statement));
    expect(error).toMatchObject({ name: 'AnswerTooLarge', message: expect.stringContaining('fewer rows') });
    expect(database.isUnavailable(error)).toBe(false);
  });
  it('leave a write whose answer is too large where it was', async () => {
    const wide = sql`insert into platform_facts (name, value) values ('wide', repeat('x', 70000)) returning value`;
    expect(await caught(at.open().rows(wide))).toMatchObject({ name: 'AnswerTooLarge' });
    expect(await at.open().rows(sql`select name from platform_facts`)).toEqual([{ name: 'wide' }]);
  });
  it.each([[{ secret: 'value' }], [10n], [Number.NaN], [Symbol('s')], [2 ** 60]])(
    'refuse the parameter %p before anything is sent, without telling it',
    async (value) => {
      const error = await caught(at.open().rows(sql`select ${value}::text`));
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toMatch(/a (object|bigint|number|symbol) cannot be a parameter of the Data API$/);
      expect(at.api.calls).toEqual([]);
    },
  );
});

describe('a connection that nobody used for a while', () => {
  it('is not used again, so that a write is not lost on it', async () => {
    const relay = await startRelay(at.api.port);
    const database = at.open({ service: standIn(relay.port), idleSeconds: 0.05 });
    await database.rows(read);
    relay.silence();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await database.rows(fact('a'));
    expect(await at.facts()).toEqual(['a']);
    await database.close();
    await relay.close();
  });
});
