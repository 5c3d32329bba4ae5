import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

export interface KeptConnections {
  agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
  /** To be called before each use. */
  dropStale(): void;
}

/**
 * Connections that are kept open between calls. While a function is frozen the other end may close one without being
 * heard, and what is sent on it then is lost with its outcome unknown; so one that nobody used for a while is not used again.
 */
export function keptConnections(idleMs: number): KeptConnections {
  const settings = { keepAlive: true, maxSockets: 50 };
  const agents = { httpAgent: new HttpAgent(settings), httpsAgent: new HttpsAgent(settings) };
  let lastUse = performance.now();
  return {
    agents,
    dropStale() {
      const now = performance.now();
      const isStale = now - lastUse > idleMs;
      lastUse = now;
      if (!isStale) return;
      for (const { freeSockets } of Object.values(agents)) {
        for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) socket.destroy();
      }
    },
  };
}
