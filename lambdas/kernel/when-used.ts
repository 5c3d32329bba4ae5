/** What `load` answers, loaded when it is first asked for and once; a failure is told and not kept. */
export function whenUsed<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
