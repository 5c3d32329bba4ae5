import { whenUsed } from '../../kernel/when-used.ts';
import { AlreadyArchived, type Archive } from '../../ports/archive.ts';
import type { Clock } from '../../ports/clock.ts';
import { type AwsService, callService } from '../aws/service.ts';
import { archiveName } from './name.ts';
import type { Bucket, Retention } from './s3-client.ts';

export interface S3ArchiveOptions {
  clock: Clock;
  /** A bucket with Object Lock, and so with versions. */
  bucket: string;
  retention: Retention;
  service?: AwsService;
}

/** For each call: workers and operators wait here, no request. */
const deadlineMs = 6_000;
const taken = 'PreconditionFailed';
const dayMs = 86_400_000;

/**
 * An archive in S3. Each object is put where no object of its name is, and locked until its retention is over: nobody
 * who may put can then change or remove it. Throws a `RangeError` for what is not a name.
 */
export function s3Archive({ clock, bucket, retention, service = {} }: S3ArchiveOptions): Archive {
  const opened = whenUsed(async () => (await import('./s3-client.ts')).openBucket(service, bucket));

  async function call<T>(work: (ready: Bucket, signal: AbortSignal) => Promise<T>): Promise<T> {
    const ready = await opened();
    return callService({ dependency: 'archive', deadlineMs, passed: [taken] }, (signal) => work(ready, signal));
  }

  return {
    async put(name, content) {
      const key = archiveName(name);
      const lock = { mode: retention.mode, until: new Date(clock.now().getTime() + retention.days * dayMs) };
      try {
        await call((ready, signal) => ready.put(key, content, lock, signal));
      } catch (error) {
        throw error instanceof Error && error.name === taken ? new AlreadyArchived(name, { cause: error }) : error;
      }
    },
    async get(name) {
      const key = archiveName(name);
      return call((ready, signal) => ready.get(key, signal));
    },
    async list(prefix) {
      const names: string[] = [];
      let from: string | undefined;
      do {
        const page = await call((ready, signal) => ready.list(prefix, from, signal));
        names.push(...page.names);
        from = page.next;
      } while (from !== undefined);
      return names;
    },
  };
}
