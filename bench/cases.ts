import type { Answer, Client } from './load.ts';

/** Whom the load signs in as: seeded in both servers. */
export const account = { email: 'user@example.com', password: 'gatehouse-local-only-42' };

export interface Case {
  name: string;
  /** What the platform's CPU per request may be, as a multiple of the other one's. */
  budget: number;
  /** A password hash in each request: rounds are longer, since fewer requests fit into one. */
  slow?: boolean;
  client: ClientMaker;
  /** Another request for the other server than for the platform. */
  floorClient?: ClientMaker;
}

/** A client of the server on that port, signed in where it needs to be. */
export type ClientMaker = (port: number) => Promise<Client>;

/** A request that is the same every time. */
function repeating(request: string, field: string): Client {
  return { next: () => request, fault: (answer) => faultOf(answer, field) };
}

const health: ClientMaker = async (port) => repeating(head(port, 'GET /api/v1/health'), '"status":"up"');

const me: ClientMaker = async (port) => {
  const { accessToken } = await signIn(port);
  const request = head(port, 'GET /api/v1/users/me', [`authorization: Bearer ${accessToken}`]);
  return repeating(request, `"email":"${account.email}"`);
};

/** A browser: the token comes and goes by its cookie, each one is used once. */
const refresh: ClientMaker = async (port) => {
  let session = await signIn(port);
  return {
    next: () =>
      head(port, 'POST /api/v1/auth/refresh', [
        `origin: http://127.0.0.1:${port}`,
        'content-type: application/json',
        'content-length: 0',
        `cookie: __Host-refresh=${session.refreshToken}; __Host-csrf=${session.csrf}`,
        `x-csrf-token: ${session.csrf}`,
      ]),
    fault(answer) {
      const fault = faultOf(answer, '"access_token":"');
      if (!fault) session = { ...session, ...cookiesOf(answer.head) };
      return fault;
    },
  };
};

/** A browser that has signed in before. */
const login: ClientMaker = async (port) => {
  const { device } = await signIn(port);
  const cookie = device === '' ? [] : [`cookie: __Host-device=${device}`];
  return repeating(post(port, 'POST /api/v1/auth/login', account, cookie), '"access_token":"');
};

const hash: ClientMaker = async (port) => repeating(post(port, 'POST /hash', account), '"matches":true');

/** The budgets of docs/performance.md. */
export const cases: readonly Case[] = [
  { name: 'GET /users/me', budget: 2.5, client: me },
  { name: 'POST /auth/refresh', budget: 2, client: refresh },
  { name: 'GET /health', budget: 3, client: health },
  { name: 'POST /auth/login, against the hash alone', budget: 1.05, slow: true, client: login, floorClient: hash },
];

interface SignedIn {
  accessToken: string;
  refreshToken: string;
  csrf: string;
  device: string;
}

async function signIn(port: number): Promise<SignedIn> {
  const origin = `http://127.0.0.1:${port}`;
  const response = await fetch(`${origin}/api/v1/auth/login`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`signing in at ${origin} answered ${response.status} ${text}`);
  const { data } = JSON.parse(text) as { data: { access_token: string } };
  const lines = response.headers.getSetCookie().map((line) => `set-cookie: ${line}`);
  return { accessToken: data.access_token, device: '', ...cookiesOf(lines.join('\r\n')) } as SignedIn;
}

const cookieFields = { refresh: 'refreshToken', csrf: 'csrf', device: 'device' } as const;

function cookiesOf(headers: string): Partial<SignedIn> {
  const found: Partial<SignedIn> = {};
  for (const [, name, value] of headers.matchAll(/set-cookie: *__Host-(refresh|csrf|device)=([^;\r]*)/gi))
    found[cookieFields[name as keyof typeof cookieFields]] = value ?? '';
  return found;
}

function faultOf({ status, body }: Answer, field: string): string | null {
  return status === 200 && body.includes(field) ? null : `answered ${status} ${body.slice(0, 200)}`;
}

function head(port: number, line: string, fields: readonly string[] = []): string {
  const all = [`host: 127.0.0.1:${port}`, 'user-agent: bench/1', 'accept: application/json', ...fields];
  return `${line} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`;
}

function post(port: number, line: string, value: unknown, fields: readonly string[] = []): string {
  const body = JSON.stringify(value);
  const origin = `origin: http://127.0.0.1:${port}`;
  const about = ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`];
  return head(port, line, [origin, ...about, ...fields]) + body;
}
