/** One tab of a browser at a time. */

/** What is needed of `navigator.locks`. */
export interface Locks {
  request<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

export type Alone = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Runs work while no other tab runs its own. At once where there are no locks: plain http has none (Web Locks 3), and a
 * browser that was told to keep no cookies of this site refuses to lock as well; without them tabs share no session.
 *
 * @param name of the lock.
 */
export function aloneBy(locks: Locks | undefined, name: string): Alone {
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!locks) return work();
    let begun = false;
    try {
      return await locks.request(name, () => {
        begun = true;
        return work();
      });
    } catch (error) {
      if (begun) throw error;
      return work();
    }
  };
}
