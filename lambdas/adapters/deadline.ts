/** Time is counted in pieces of this length. */
const pieceMs = 50;
/** A piece that ends late counts as no more: a busy process is this late, a frozen one by far more. */
const latePieceMs = 75;

/**
 * The answer of work that is given so many milliseconds. Once they are over it rejects and the signal is aborted, whether
 * or not the work heeds it. A piece counts as a little more than its length at most, however late it ends: time in which
 * this process did not run, as a function that was frozen, is not the service's, whose answer may be waiting to be read.
 */
export function withinDeadline<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const count = (left: number) => {
      if (left > 0) {
        const length = Math.min(left, pieceMs);
        const began = performance.now();
        const counted = () => Math.min(Math.max(length, performance.now() - began), latePieceMs);
        timer = setTimeout(() => count(left - counted()), length);
        return;
      }
      reject(new Error(`no answer within ${milliseconds} ms`));
      over.abort();
    };
    count(milliseconds);
    work(over.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
