import type { Page } from 'playwright-core';

/** The device of a person, by the DevTools protocol (WebAuthn domain): it has a fingerprint sensor and keeps passkeys. */
export interface VirtualAuthenticator {
  /** Whether its user is recognised when it asks. */
  recognises(isUser: boolean): Promise<void>;
  /** Whether somebody confirms when it asks from now on: what it has asked already is never answered. */
  confirms(isThere: boolean): Promise<void>;
  /** Waits until the page that is open has asked for a passkey, as a field does that suggests it. */
  isAsked(): Promise<void>;
  /** How many passkeys it keeps. */
  passkeys(): Promise<number>;
  /** Loses them. */
  forget(): Promise<void>;
}

/** Of that tab, until it is closed. */
export async function virtualAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.addInitScript(() => {
    // An empty page is no secure context and has none.
    const credentials = navigator.credentials as CredentialsContainer | undefined;
    if (!credentials) return;
    const get = credentials.get.bind(credentials);
    credentials.get = (options) => {
      document.documentElement.dataset.asked = 'true';
      return get(options);
    };
  });
  return {
    async isAsked() {
      await page.locator('html[data-asked]').waitFor({ state: 'attached' });
    },
    async recognises(isUserVerified) {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    async confirms(enabled) {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    async forget() {
      await devtools.send('WebAuthn.clearCredentials', { authenticatorId });
    },
    passkeys: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}
