import type { KeyValue, Kind, Ref } from '../../ports/key-value.ts';

/** A store of which some kinds are kept in another one. Counters, `ping` and trust in copies are the usual one's. */
export function storeByKind(usual: KeyValue, apart: KeyValue, kinds: readonly Kind[]): KeyValue {
  const isApart = ({ kind }: Ref) => kinds.includes(kind);
  const of = (ref: Ref) => (isApart(ref) ? apart : usual);
  return {
    copyTrustSeconds: usual.copyTrustSeconds,
    put: (ref, ...rest) => of(ref).put(ref, ...rest),
    putIfNewer: (ref, ...rest) => of(ref).putIfNewer(ref, ...rest),
    async get(refs) {
      if (!refs.some(isApart)) return usual.get(refs);
      // Together, so that each store is asked once.
      return (await Promise.all(refs.map((ref) => of(ref).get([ref])))).flat();
    },
    take: (ref, taker) => of(ref).take(ref, taker),
    increment: (counters) => usual.increment(counters),
    ping: () => usual.ping(),
    async close() {
      await Promise.all([usual.close(), apart.close()]);
    },
  };
}
