/** What is needed of `localStorage` and `sessionStorage`. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** One value in a browser's storage. */
export interface Slot {
  read(): string | null;
  /** Null removes it. */
  write(value: string | null): void;
}

/**
 * A slot of a storage that may throw, as it does in some private windows and on a full disk: the value is then held in
 * memory, for as long as the page lives.
 */
export function createSlot(shelf: () => Shelf, key: string): Slot {
  let held: { value: string | null } | null = null;
  return {
    read() {
      if (held) return held.value;
      try {
        return shelf().getItem(key);
      } catch {
        return null;
      }
    },
    write(value) {
      held = null;
      try {
        if (value === null) shelf().removeItem(key);
        else shelf().setItem(key, value);
      } catch {
        held = { value };
      }
    },
  };
}
