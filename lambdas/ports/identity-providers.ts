/** Where people have accounts that sign them in here. A provider speaks OpenID Connect, or GitHub's OAuth. */

interface Common {
  /** Its name in paths and rows; unique. */
  id: string;
  /** What people read on its button. */
  name: string;
  clientId: string;
}

/** A provider as it is configured; its client secret is the adapter's alone. */
export type ProviderSettings = Common &
  (
    | { kind: 'google' }
    | { kind: 'github' }
    /** Directories (tenant ids) whose people may sign in. */
    | { kind: 'microsoft'; tenants: readonly string[] }
    /** Of the key that signs the client secret. */
    | { kind: 'apple'; teamId: string; keyId: string }
    /** Domains whose addresses this issuer alone hands out. */
    | { kind: 'oidc'; issuer: string; authoritativeFor: readonly string[] }
  );

/** What is kept here between the way to the provider and the way back. */
export interface RoundTrip {
  redirectUri: string;
  state: string;
  nonce: string;
  /** PKCE (RFC 7636), of which the provider gets the S256 challenge. */
  verifier: string;
}

/** The answer that the browser brings back. */
export interface ProviderAnswer {
  code: string;
  /** RFC 9207. */
  iss?: string | undefined;
}

/** What a provider says of a person, once every check of its protocol has passed. */
export interface Assertion {
  /** Together the person's identity (OpenID Connect Core 5.7). */
  issuer: string;
  subject: string;
  email: string | null;
  /** The provider says that it has proven the address: worth no more than its authority over it. */
  emailVerified: boolean;
  name: string | null;
  /** When the person last proved to the provider who they are. */
  authTime: Date | null;
  /** Google's `hd`: the address is of an organisation that Google hosts. */
  hostedDomain: string | null;
  /** Microsoft's `xms_edov`: the directory has proven the domain of the address. */
  domainVerified: boolean;
}

/** The provider's answer cannot be believed, or it refuses. `reason` is for the log. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  readonly reason: string;

  constructor(reason: string, cause?: unknown) {
    super(`the provider's answer was refused: ${reason}`, { cause });
    this.reason = reason;
  }
}

/**
 * Both throw `DependencyUnavailable` where the provider does not answer in time, or with anything but what it should.
 * Only configured hosts are called, and no redirect of theirs is followed.
 */
export interface IdentityProviders {
  /** Where the browser is sent. With `stepsUp` the person is to prove anew who they are (`max_age=0`). */
  authorizationUrl(provider: ProviderSettings, trip: RoundTrip, options: { stepsUp: boolean }): Promise<string>;
  /**
   * Redeems the code and checks what comes: issuer, audience, times, nonce and signature of an ID token (OpenID Connect
   * Core 3.1.3.7), by the keys and algorithms of the configured issuer alone.
   *
   * @throws ProviderRefused
   */
  redeem(provider: ProviderSettings, trip: RoundTrip, answer: ProviderAnswer): Promise<Assertion>;
}
