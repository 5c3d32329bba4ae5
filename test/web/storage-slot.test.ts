import { createSlot } from '../../web/lib/storage-slot.ts';
import { deniedShelf, memoryShelf } from './shelf.ts';

describe('a slot of a storage', () => {
  it('holds one value under its key, and leaves the others alone', () => {
    const shelf = memoryShelf({ other: 'theirs' });
    const slot = createSlot(() => shelf, 'mine');
    expect(slot.read()).toBeNull();
    slot.write('a');
    expect(slot.read()).toBe('a');
    slot.write(null);
    expect([...shelf.content]).toEqual([['other', 'theirs']]);
  });

  it('holds the value in memory where the storage may not be touched', () => {
    const slot = createSlot(deniedShelf, 'mine');
    expect(slot.read()).toBeNull();
    slot.write('a');
    expect(slot.read()).toBe('a');
    slot.write(null);
    expect(slot.read()).toBeNull();
  });

  it('goes back to the storage once it takes values again', () => {
    const shelf = memoryShelf();
    let isFull = true;
    const slot = createSlot(() => (isFull ? deniedShelf() : shelf), 'mine');
    slot.write('held');
    isFull = false;
    expect(slot.read()).toBe('held');
    slot.write('kept');
    expect(shelf.getItem('mine')).toBe('kept');
    expect(slot.read()).toBe('kept');
  });
});
