/** The calls of the SDK that the archive makes. It is imported when the first of them is due: loading it takes time. */
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type AwsService, clientSettings, ownConnections } from '../aws/service.ts';
import { throttledRetries } from '../aws/throttled-retries.ts';

export interface Retention {
  /** In `COMPLIANCE` nobody can shorten it, the account's root neither; in `GOVERNANCE` a permission can. */
  mode: 'COMPLIANCE' | 'GOVERNANCE';
  days: number;
}

export interface Page {
  names: string[];
  /** Where the next page starts, or undefined. */
  next: string | undefined;
}

/** Every call rejects once its signal is aborted. */
export interface Bucket {
  /** Rejects with `PreconditionFailed` where the name is taken. */
  put(name: string, content: Uint8Array, lock: LockedUntil, signal: AbortSignal): Promise<void>;
  get(name: string, signal: AbortSignal): Promise<Uint8Array | null>;
  list(prefix: string, from: string | undefined, signal: AbortSignal): Promise<Page>;
}

export interface LockedUntil {
  mode: Retention['mode'];
  until: Date;
}

const attempts = { connectMs: 1_000, answerMs: 3_000, most: 3 };
const throttledBaseMs = 100;

export function openBucket(service: AwsService, bucket: string): Bucket {
  const settings = clientSettings(service, attempts);
  const reader = new S3Client(settings);
  // A put that is tried again after a lost answer would find its own object and call the name taken.
  const writer = new S3Client({
    ...settings,
    requestHandler: { ...settings.requestHandler, ...ownConnections },
    retryStrategy: throttledRetries(attempts.most, throttledBaseMs),
  });

  return {
    async put(name, content, { mode, until }, abortSignal) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: name,
        Body: content,
        // Two writers of one name: the second is refused, and overwrites nothing.
        IfNoneMatch: '*',
        // S3 asks for a checksum with every locked object.
        ChecksumAlgorithm: 'SHA256',
        ObjectLockMode: mode,
        ObjectLockRetainUntilDate: until,
      });
      const { ETag } = await writer.send(command, { abortSignal });
      if (!ETag) throw new Error('the object was answered without its tag');
    },
    async get(name, abortSignal) {
      try {
        const command = new GetObjectCommand({ Bucket: bucket, Key: name, ChecksumMode: 'ENABLED' });
        const { Body, ChecksumSHA256 } = await reader.send(command, { abortSignal });
        // The SDK compares the content with the checksum that it was put with.
        if (!Body || !ChecksumSHA256) throw new Error('the object was answered without its checksum');
        return await Body.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
    async list(prefix, from, abortSignal) {
      const more = from === undefined ? {} : { ContinuationToken: from };
      const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...more });
      const { Contents = [], KeyCount, NextContinuationToken } = await reader.send(command, { abortSignal });
      if (KeyCount === undefined) throw new Error('the list was answered without its length');
      return { names: Contents.flatMap(({ Key }) => Key ?? []), next: NextContinuationToken };
    },
  };
}
