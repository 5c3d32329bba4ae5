/** Runs what it is given one after the other, in the order it came, also after one that failed. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.catch(() => {}).then(work);
    last = turn;
    return turn;
  };
}
