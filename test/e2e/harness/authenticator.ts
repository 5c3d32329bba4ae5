import type { Page } from 'playwright-core';

/** The device of a person, by the DevTools protocol (WebAuthn domain): it has a fingerprint sensor and keeps passkeys. */
export interface VirtualAuthenticator {
  /** Whether its user is recognised when it asks. */
  recognises(isUser: boolean): Promise<void>;
  /** Whether somebody confirms when it asks. */
  confirms(isThere: boolean): Promise<void>;
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
  return {
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
