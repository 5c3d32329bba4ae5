import { createAskedChanges } from '../../web/lib/email-change/asked-change.ts';
import { createSlot, type Shelf } from '../../web/lib/storage-slot.ts';
import { deniedShelf, memoryShelf } from './shelf.ts';

const day = 24 * 3_600_000;
const key = 'gatehouse.email-change';
const token = (name: string) => name.padEnd(43, '_');
const ada = { userId: '01980000-0000-7000-8000-000000000001', from: 'ada@example.org', email: 'ada@new.example' };

function browser(shelf: () => Shelf) {
  const clock = { now: 1_000_000_000_000 };
  const open = () => createAskedChanges(createSlot(shelf, key), () => clock.now);
  return { clock, open, changes: open() };
}

describe('the change of an address that a browser asked for', () => {
  it('is kept through a reload, with every mail that was asked for', () => {
    const shelf = memoryShelf();
    const { changes, clock, open } = browser(() => shelf);
    changes.keep(ada, token('one'));
    clock.now += 60_000;
    changes.keep({ ...ada, email: ' ADA@new.example ' }, token('two'));
    expect(open().read()).toEqual({
      ...ada,
      email: 'ADA@new.example',
      asks: [
        { requestToken: token('two'), at: clock.now },
        { requestToken: token('one'), at: clock.now - 60_000 },
      ],
    });
  });

  it('gives way to another address, and to another person', () => {
    const shelf = memoryShelf();
    const { changes } = browser(() => shelf);
    const other = { ...ada, email: 'other@new.example' };
    const bea = { ...ada, userId: '01980000-0000-7000-8000-000000000002' };
    for (const next of [other, { ...bea, email: other.email }]) {
      changes.keep(ada, token('one'));
      changes.keep(next, token('two'));
      expect(changes.read()?.asks.map(({ requestToken }) => requestToken)).toEqual([token('two')]);
    }
  });

  it('is gone with the link, after a day', () => {
    const shelf = memoryShelf();
    const { changes, clock, open } = browser(() => shelf);
    changes.keep(ada, token('one'));
    clock.now += day - 1;
    expect(open().read()).not.toBeNull();
    clock.now += 1;
    expect(open().read()).toBeNull();
  });

  it.each([
    ['no JSON', '{"a"'],
    ['something else', '[1]'],
    ['a token that is none', JSON.stringify({ ...ada, asks: [{ requestToken: '<b>', at: 1e12 }] })],
    ['nothing that was asked for', JSON.stringify({ ...ada, asks: [] })],
  ])('is none where the storage holds %s', (_, text) => {
    const shelf = memoryShelf({ [key]: text });
    expect(browser(() => shelf).changes.read()).toBeNull();
  });

  it('lives in memory where the storage is denied, and is told to who listens', () => {
    const { changes } = browser(deniedShelf);
    const told: (string | undefined)[] = [];
    changes.subscribe(() => told.push(changes.read()?.email));
    changes.keep(ada, token('one'));
    changes.forget();
    expect(told).toEqual([ada.email, undefined]);
  });
});
