import type { Shelf } from '../../web/lib/storage-slot.ts';

/** A storage in memory, as a browser has one for each origin. */
export function memoryShelf(content: Record<string, string> = {}): Shelf & { content: Map<string, string> } {
  const held = new Map(Object.entries(content));
  return {
    content: held,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
  };
}

/** A storage that a private window denies, or that is full. */
export function deniedShelf(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError');
}
