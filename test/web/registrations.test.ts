import { askedFor, createRegistrations, newestRegistered } from '../../web/lib/registrations.ts';
import { createSlot, type Shelf } from '../../web/lib/storage-slot.ts';
import { deniedShelf, memoryShelf } from './shelf.ts';

const hour = 3_600_000;
const key = 'gatehouse.registrations';

function browser(shelf: () => Shelf) {
  const clock = { now: 1_000_000_000_000 };
  const registrations = createRegistrations(createSlot(shelf, key), () => clock.now);
  return { clock, registrations, reload: () => createRegistrations(createSlot(shelf, key), () => clock.now) };
}

const token = (name: string) => name.padEnd(43, '_');
const tokens = (list: readonly { requestToken: string }[]) =>
  list.map(({ requestToken }) => requestToken.replaceAll('_', ''));

describe('the registrations of a browser', () => {
  it('are kept with the newest first, the earlier ones beside it, and survive a reload', () => {
    const shelf = memoryShelf();
    const { registrations, clock, reload } = browser(() => shelf);
    registrations.keep(' ada@example.org ', token('one'), 'register');
    clock.now += 1000;
    registrations.keep('ada@example.org', token('two'), 'resend');
    expect(registrations.all()).toEqual([
      { email: 'ada@example.org', requestToken: token('two'), asked: 'resend', at: clock.now },
      { email: 'ada@example.org', requestToken: token('one'), asked: 'register', at: clock.now - 1000 },
    ]);
    expect(reload().all()).toEqual(registrations.all());
  });

  it('keep no more than eight, the newest', () => {
    const shelf = memoryShelf();
    const { registrations, clock } = browser(() => shelf);
    for (let index = 0; index < 10; index += 1) {
      clock.now += 1000;
      registrations.keep('ada@example.org', token(`t${index}`), 'register');
    }
    expect(tokens(registrations.all())).toEqual(['t9', 't8', 't7', 't6', 't5', 't4', 't3', 't2']);
  });

  it('are gone after 24 hours, from the storage too at the next one', () => {
    const shelf = memoryShelf();
    const { registrations, clock, reload } = browser(() => shelf);
    registrations.keep('ada@example.org', token('old'), 'register');
    clock.now += 24 * hour - 1;
    expect(tokens(reload().all())).toEqual(['old']);
    clock.now += 1;
    expect(reload().all()).toEqual([]);
    registrations.keep('bob@example.org', token('new'), 'register');
    expect(shelf.getItem(key)).not.toContain('old');
  });

  it('forget an address however it is spelled, and no other', () => {
    const shelf = memoryShelf();
    const { registrations } = browser(() => shelf);
    registrations.keep('Ada@Example.org', token('one'), 'register');
    registrations.keep('bob@example.org', token('two'), 'register');
    registrations.keep('ada@example.org', token('three'), 'resend');
    registrations.forget('ADA@example.org');
    expect(tokens(registrations.all())).toEqual(['two']);
  });

  it('leave nothing in the storage once the last one is forgotten', () => {
    const shelf = memoryShelf();
    const { registrations } = browser(() => shelf);
    registrations.keep('ada@example.org', token('one'), 'register');
    registrations.forget('ada@example.org');
    expect(shelf.content.size).toBe(0);
  });

  it.each([
    ['no JSON', '{"a"'],
    ['no list', '{"email":"ada@example.org"}'],
    ['a list of something else', '[1,null,"x",{"email":"ada@example.org"}]'],
    ['a token that is none', '[{"email":"ada@example.org","requestToken":"<b>","asked":"register","at":1}]'],
    ['a time that is none', '[{"email":"ada@example.org","requestToken":"aaaaaaaaaaaaaaaaaa","asked":"register"}]'],
  ])('take %s in the storage for nothing, and can be kept again', (_, text) => {
    const shelf = memoryShelf({ [key]: text });
    const { registrations } = browser(() => shelf);
    expect(registrations.all()).toEqual([]);
    registrations.keep('ada@example.org', token('one'), 'register');
    expect(tokens(registrations.all())).toEqual(['one']);
  });

  it('keep what can be read beside what cannot', () => {
    const { clock } = browser(() => memoryShelf());
    const good = { email: 'ada@example.org', requestToken: token('good'), asked: 'register', at: clock.now };
    const shelf = memoryShelf({ [key]: JSON.stringify([{ ...good, asked: 'else' }, good]) });
    expect(tokens(browser(() => shelf).registrations.all())).toEqual(['good']);
  });

  it('live in memory where the storage is denied', () => {
    const { registrations } = browser(deniedShelf);
    registrations.keep('ada@example.org', token('one'), 'register');
    expect(tokens(registrations.all())).toEqual(['one']);
    registrations.forget('ada@example.org');
    expect(registrations.all()).toEqual([]);
  });

  it('answer the same list until something changes, and tell who listens', () => {
    const shelf = memoryShelf();
    const { registrations, reload } = browser(() => shelf);
    let told = 0;
    const leave = registrations.subscribe(() => {
      told += 1;
    });
    registrations.keep('ada@example.org', token('one'), 'register');
    expect(registrations.all()).toBe(registrations.all());
    expect(told).toBe(1);
    reload().forget('ada@example.org');
    registrations.changed();
    expect([told, registrations.all()]).toEqual([2, []]);
    leave();
    registrations.changed();
    expect(told).toBe(2);
  });
});

describe('what is asked of them', () => {
  const list = [
    { email: 'ada@example.org', requestToken: token('resent'), asked: 'resend', at: 5 },
    { email: 'Ada@example.org', requestToken: token('second'), asked: 'register', at: 4 },
    { email: 'bob@example.org', requestToken: token('bob'), asked: 'register', at: 3 },
    { email: 'ada@example.org', requestToken: token('first'), asked: 'register', at: 2 },
    { email: 'cyd@example.org', requestToken: token('cyd'), asked: 'resend', at: 1 },
  ] as const;

  it('is everything of an address, the newest first', () => {
    expect(tokens(askedFor(list, 'ADA@example.org'))).toEqual(['resent', 'second', 'first']);
  });

  it('is the newest registration of each address: a resend shows nobody who chose a password', () => {
    expect(tokens(newestRegistered(list))).toEqual(['second', 'bob']);
  });
});
