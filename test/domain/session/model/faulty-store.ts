import { DependencyUnavailable } from '../../../../lambdas/ports/dependency.ts';
import type { Counter, KeyValue, Ref } from '../../../../lambdas/ports/key-value.ts';

interface Write {
  ref: Ref;
  value: string;
  version: number;
  ttlSeconds: number;
}

/** A store whose writes fail, arrive late or are lost again, as a cache does at a failover. */
export class FaultyStore implements KeyValue {
  readonly copyTrustSeconds = 60;
  /** `failing`: the store is unreachable. `held`: a write is answered and arrives later, at `release`. */
  mode: 'working' | 'failing' | 'held' = 'working';
  private readonly base: KeyValue & { clear(): Promise<void> };
  private held: Write[] = [];
  private log: Write[] = [];
  private savedAt = 0;

  constructor(base: KeyValue & { clear(): Promise<void> }) {
    this.base = base;
  }

  get hasHeld(): boolean {
    return this.held.length > 0;
  }

  async putIfNewer(ref: Ref, value: string, version: number, ttlSeconds: number): Promise<boolean> {
    this.reach();
    const write = { ref, value, version, ttlSeconds };
    if (this.mode === 'held') {
      this.held.push(write);
      return true;
    }
    return this.arrive(write);
  }

  /** Lets the late writes arrive, the last one first. */
  async release(): Promise<void> {
    const late = this.held.reverse();
    this.held = [];
    for (const write of late) await this.arrive(write);
  }

  save(): void {
    this.savedAt = this.log.length;
  }

  /** The store as it was at `save`: what was written since is gone. */
  async rollBack(): Promise<void> {
    const kept = this.log.slice(0, this.savedAt);
    await this.flush();
    for (const write of kept) await this.arrive(write);
    this.savedAt = this.log.length;
  }

  async flush(): Promise<void> {
    await this.base.clear();
    this.log = [];
    this.savedAt = 0;
  }

  async get(refs: readonly Ref[]) {
    this.reach();
    return this.base.get(refs);
  }

  async put(ref: Ref, value: string, ttlSeconds: number) {
    this.reach();
    return this.base.put(ref, value, ttlSeconds);
  }

  async take(ref: Ref, taker: string) {
    this.reach();
    return this.base.take(ref, taker);
  }

  async increment(counters: readonly Counter[]) {
    this.reach();
    return this.base.increment(counters);
  }

  ping = () => this.base.ping();
  close = () => this.base.close();

  private async arrive(write: Write): Promise<boolean> {
    this.log.push(write);
    return this.base.putIfNewer(write.ref, write.value, write.version, write.ttlSeconds);
  }

  private reach(): void {
    if (this.mode === 'failing') throw new DependencyUnavailable('store', new Error('ECONNREFUSED'));
  }
}
