/** What the authenticator signed of the browser's circumstances (WebAuthn L3 5.8.1). */

/** Loaded when the first answer of an authenticator comes: it is large, and a question does not need it. */
export const webauthn = () => import('@simplewebauthn/server');
export const webauthnHelpers = () => import('@simplewebauthn/server/helpers');

export interface ClientData {
  challenge: string;
  /** Whether it was made in a page of ours, and not in a frame of somebody else's. */
  isTopLevel: boolean;
}

/** Null where it cannot be read. The library's own decoder: two readers of one text could see two things. */
export async function readClientData(clientDataJson: string): Promise<ClientData | null> {
  const { decodeClientDataJSON } = await webauthnHelpers();
  try {
    const { challenge, crossOrigin, topOrigin } = decodeClientDataJSON(clientDataJson);
    if (typeof challenge !== 'string') return null;
    // The library lets `crossOrigin` pass where no `topOrigin` goes with it, and both at an enrolment.
    return { challenge, isTopLevel: (crossOrigin ?? false) === false && topOrigin === undefined };
  } catch {
    return null;
  }
}
