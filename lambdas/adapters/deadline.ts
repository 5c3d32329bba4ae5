/**
 * The answer of work that is given so many milliseconds. Once they are over it rejects and the signal is aborted, whether
 * or not the work heeds it.
 */
export function withinDeadline<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds} ms`));
      over.abort();
    }, milliseconds);
    work(over.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
