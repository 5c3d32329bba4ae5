/**
 * Write-once storage for audit seals and exports: what was put cannot be changed or removed by the platform. An archive
 * that cannot be reached is a `DependencyUnavailable`; after one from `put` the content may be there all the same.
 */
export interface Archive {
  /** Throws `AlreadyArchived` where the name exists already. */
  put(name: string, content: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array | null>;
  /** Names that start with the prefix, in order. */
  list(prefix: string): Promise<string[]>;
}

/** The name is taken, and what stands under it stays. */
export class AlreadyArchived extends Error {
  override readonly name = 'AlreadyArchived';

  constructor(name: string, options?: ErrorOptions) {
    super(`${name} is in the archive already`, options);
  }
}
