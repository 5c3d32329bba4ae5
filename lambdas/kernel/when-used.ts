export interface WhenUsed<T> {
  (): Promise<T>;
  /** What was loaded, where it was asked for. */
  loaded(): Promise<T> | undefined;
}

/** What `load` answers, loaded when it is first asked for and once; a failure is told and not kept. */
export function whenUsed<T>(load: () => Promise<T>): WhenUsed<T> {
  let loading: Promise<T> | undefined;
  const use = () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return Object.assign(use, { loaded: () => loading });
}
