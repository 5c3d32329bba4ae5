export type Dependency = 'database' | 'store' | 'mail' | 'queue' | 'keys' | 'archive' | 'provider';

/** A dependency did not answer. The pipeline turns it into 503 with `Retry-After`. */
export class DependencyUnavailable extends Error {
  override readonly name = 'DependencyUnavailable';
  readonly dependency: Dependency;

  constructor(dependency: Dependency, cause: unknown) {
    super(`${dependency} is unavailable`, { cause });
    this.dependency = dependency;
  }
}
