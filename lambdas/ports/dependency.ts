export type Dependency = 'database' | 'store' | 'mail' | 'queue' | 'keys' | 'archive' | 'provider';

/** A dependency did not answer, or refuses this platform. The pipeline turns it into 503 with `Retry-After`. */
export class DependencyUnavailable extends Error {
  override readonly name = 'DependencyUnavailable';
  readonly dependency: Dependency;
  /** Whether it stays so until an operator acts: rights, a resource or a login are missing. */
  readonly lasts: boolean;

  constructor(dependency: Dependency, cause: unknown, lasts = false) {
    super(`${dependency} is unavailable${lasts && cause instanceof Error ? `: ${cause.name}` : ''}`, { cause });
    this.dependency = dependency;
    this.lasts = lasts;
  }
}
