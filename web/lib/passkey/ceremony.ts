'use client';
/** What a browser is asked to do with passkeys. The library is loaded when a person wants it. */
import type * as z from 'zod/mini';
import type {
  assertion,
  creationOptions,
  newCredential,
  requestOptions,
} from '../../../lambdas/kernel/http/webauthn.ts';

export type Assertion = z.input<typeof assertion>;
export type NewCredential = z.input<typeof newCredential>;
export type RequestOptions = z.output<typeof requestOptions>;
export type CreationOptions = z.output<typeof creationOptions>;

/**
 * Why a browser gave nothing. `dismissed`: the person closed its dialog, was too slow, or has no passkey for this site;
 * browsers do not say which (WebAuthn L3 14.5.1). `given_up`: another question of this page took its place.
 */
export type NoPasskey = 'dismissed' | 'known' | 'unfit' | 'unsupported' | 'given_up' | 'failed';

/** The browser gave nothing. */
export class NoPasskeyError extends Error {
  override readonly name = 'NoPasskeyError';
  readonly why: NoPasskey;
  readonly step: 'present' | 'make';

  constructor(why: NoPasskey, step: 'present' | 'make') {
    super(why);
    this.why = why;
    this.step = step;
  }
}

export function supportsPasskeys(): boolean {
  return typeof window !== 'undefined' && window.PublicKeyCredential !== undefined;
}

const library = () => import('@simplewebauthn/browser');

/** @throws NoPasskeyError. */
export function presentPasskey(optionsJSON: RequestOptions): Promise<Assertion> {
  return orWhyNot('present', async () => (await library()).startAuthentication({ optionsJSON: shaped(optionsJSON) }));
}

/** The same out of the suggestions of the address field, for as long as the page waits. @throws NoPasskeyError. */
export function suggestPasskey(optionsJSON: RequestOptions): Promise<Assertion> {
  return orWhyNot('present', async () =>
    (await library()).startAuthentication({ optionsJSON: shaped(optionsJSON), useBrowserAutofill: true }),
  );
}

/** @throws NoPasskeyError. */
export function makePasskey(optionsJSON: CreationOptions): Promise<NewCredential> {
  const { excludeCredentials, ...options } = optionsJSON;
  return orWhyNot('make', async () =>
    (await library()).startRegistration({
      optionsJSON: { ...options, excludeCredentials: excludeCredentials.map(descriptor) },
    }),
  );
}

/** Ends what the page is asking for. */
export async function giveUp(): Promise<void> {
  (await library()).WebAuthnAbortService.cancelCeremony();
}

/** Whether this browser suggests passkeys in a field. */
export async function suggestsPasskeys(): Promise<boolean> {
  return supportsPasskeys() && (await window.PublicKeyCredential.isConditionalMediationAvailable?.()) === true;
}

type Descriptor = RequestOptions['allowCredentials'][number];
type Transport = 'ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb';

function shaped({ allowCredentials, ...options }: RequestOptions) {
  return { ...options, allowCredentials: allowCredentials.map(descriptor) };
}

/** What an authenticator said of itself: a browser passes over what it does not know. */
function descriptor({ transports, ...rest }: Descriptor) {
  return { ...rest, transports: transports as Transport[] };
}

async function orWhyNot<Credential>(
  step: NoPasskeyError['step'],
  work: () => Promise<Credential>,
): Promise<Credential> {
  if (!supportsPasskeys()) throw new NoPasskeyError('unsupported', step);
  try {
    return await work();
  } catch (error) {
    throw new NoPasskeyError(error instanceof Error ? (reasons[error.name] ?? 'failed') : 'failed', step);
  }
}

/** By the names of WebAuthn's errors (WebAuthn L3 5.1.3 and 5.1.4.1). */
const reasons: Readonly<Record<string, NoPasskey>> = {
  NotAllowedError: 'dismissed',
  AbortError: 'given_up',
  InvalidStateError: 'known',
  ConstraintError: 'unfit',
  NotSupportedError: 'unfit',
  SecurityError: 'unsupported',
};
