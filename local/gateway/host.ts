import { isIP } from 'node:net';

/** What the `Host` rule answers with, or null where the request may go on. */
export interface Refusal {
  status: 400 | 403;
  message: string;
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];
const authority = /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?$/i;

/**
 * Names under which the platform answers: loopback ones, and the `--host` it was given. A name of somebody else's that
 * was made to point here (DNS rebinding) is none of them. A wildcard address accepts the literal address that the
 * connection came in on, which no name server can forge.
 */
export function hostRule(host: string, port: number): (hosts: readonly string[], local: string) => Refusal | null {
  const wildcard = host === '0.0.0.0' || host === '::';
  const names = new Set([...loopbackNames, inHost(host)]);
  const usual = new Set([...names].map((name) => `${name}:${port}`));
  return (hosts, localAddress) => {
    const [value] = hosts;
    if (hosts.length === 1 && value !== undefined && usual.has(value)) return null;
    // RFC 9112 3.2: none, more than one, or an invalid one is a 400.
    const parts = hosts.length === 1 && value !== undefined ? authority.exec(value) : null;
    if (!parts) return { status: 400, message: 'Bad Request' };
    const name = (parts[1] ?? '').toLowerCase();
    const known = names.has(name) || (wildcard && name === inHost(localAddress));
    if (known && Number(parts[3] ?? 80) === port) return null;
    return { status: 403, message: `This platform answers at http://localhost:${port}, not under another Host.` };
  };
}

/** Every origin under which a page of this platform can be open. */
export function ownOrigins(host: string, port: number): string[] {
  const suffix = port === 80 ? '' : `:${port}`;
  const urls = [...new Set([...loopbackNames, inHost(host)])].map((name) => `http://${name}${suffix}`);
  // As a browser writes them: `127.1` is an address to it, and some names are none.
  return urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin);
}

/** Whether the peer is this machine. */
export function isLoopback(ip: string): boolean {
  return ip === '::1' || /^127\.\d+\.\d+\.\d+$/.test(ip);
}

/** RFC 3986 3.2.2: an IPv6 address stands in brackets; a browser gives it its shortest form and leaves the zone out. */
function inHost(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address.split('%')[0]}]`).hostname : address.toLowerCase();
}
