/**
 * The floor: bare node:http with the same statements, store calls and cryptography as the platform and nothing else. No
 * validation, no error table, no limits, no log. It answers the requests of `cases.ts` from tables of the platform.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import bcrypt from 'bcryptjs';
import { Redis } from 'iovalkey';
import pg from 'pg';
import {
  findLogin,
  findUser,
  insertSession,
  putIfNewer,
  type RotatedRow,
  rotateSession,
  type UserRow,
} from './floor/statements.ts';
import {
  csrfToken,
  decodeRefreshToken,
  encodeRefreshToken,
  type RefreshToken,
  refreshHash,
  signAccessToken,
  successor,
  verifyAccessToken,
} from './floor/tokens.ts';

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    redis: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
  },
});
const { email = '', password = '' } = values;
const pool = new pg.Pool({ connectionString: values.database, max: 10 });
const redis = new Redis(values.redis ?? '', {
  enableAutoPipelining: true,
  scripts: { putIfNewer: { numberOfKeys: 1, lua: putIfNewer } },
}) as Redis & { putIfNewer(key: string, version: number, value: string, ttlSeconds: number): Promise<number> };
const day = 86_400_000;

type Route = (request: IncomingMessage, response: ServerResponse) => unknown;

const routes: Record<string, Route> = {
  'GET /api/v1/health': (_, response) => send(response, { status: 'up' }),

  'GET /api/v1/users/me': async ({ headers }, response) => {
    const { sub, sid } = await verifyAccessToken((headers.authorization ?? '').slice(7));
    const [copy, rbac] = await Promise.all([redis.get(`floor:session:${sid}`), redis.get('floor:rbac')]);
    const session = JSON.parse(copy ?? 'null');
    if (session?.userId !== sub || Date.now() > session.expiresAt || rbac === null) return send(response, {}, 401);
    send(response, viewOf((await pool.query<UserRow>({ ...findUser, values: [sub] })).rows[0] as UserRow));
  },

  'POST /api/v1/auth/refresh': async ({ headers }, response) => {
    const cookies = new Map((headers.cookie ?? '').split('; ').map((pair) => pair.split('=', 2) as [string, string]));
    const token = decodeRefreshToken(cookies.get('__Host-refresh') ?? '');
    if (!token || headers['x-csrf-token'] !== csrfToken(token.sessionId)) return send(response, {}, 401);
    const salt = randomBytes(16).toString('base64url');
    const next = successor(token, salt);
    const now = new Date();
    const idle = new Date(now.getTime() + 14 * day);
    const hashes = [refreshHash(next), salt, now, idle, refreshHash(token)];
    const rotated = await pool.query<RotatedRow>({
      ...rotateSession,
      values: [token.sessionId, token.generation, ...hashes],
    });
    const row = rotated.rows[0];
    if (!row) return send(response, {}, 401);
    await publish(row.session_id, row, row.version, row.auth_time, row.expires_at);
    await sendTokens(response, row, next, row.auth_time);
  },

  'POST /api/v1/auth/login': async (request, response) => {
    const given = JSON.parse(await bodyOf(request));
    const found = await pool.query<UserRow & { secret: string }>({ ...findLogin, values: [given.email] });
    const row = found.rows[0];
    if (!row || !(await bcrypt.compare(given.password, row.secret))) return send(response, {}, 401);
    const token: RefreshToken = { sessionId: randomUUID(), generation: 0, secret: randomBytes(32) };
    const now = new Date();
    const expires = new Date(now.getTime() + 30 * day);
    const agent = request.headers['user-agent'] ?? '';
    const client = [agent, request.socket.remoteAddress, new Date(now.getTime() + 14 * day), expires];
    await pool.query({ ...insertSession, values: [token.sessionId, row.id, refreshHash(token), now, ...client] });
    await publish(token.sessionId, row, 1, now, expires);
    await sendTokens(response, row, token, now);
  },

  'POST /hash': async (request, response) => {
    const given = JSON.parse(await bodyOf(request));
    send(response, { matches: await bcrypt.compare(given.password, hash) });
  },
};

async function publish(id: string, user: UserRow, version: number, authTime: Date, expires: Date): Promise<void> {
  const copy = {
    userId: user.id,
    version,
    roles: user.roles,
    authTime: authTime.getTime(),
    expiresAt: expires.getTime(),
  };
  const ttl = Math.ceil((expires.getTime() - Date.now()) / 1000);
  await redis.putIfNewer(`floor:session:${id}`, version, JSON.stringify(copy), ttl);
}

async function sendTokens(response: ServerResponse, user: UserRow, token: RefreshToken, authTime: Date): Promise<void> {
  const accessToken = await signAccessToken(user, token.sessionId, authTime);
  const attributes = `Path=/; Secure; SameSite=Strict; Max-Age=${14 * 86_400}`;
  response.setHeader('set-cookie', [
    `__Host-refresh=${encodeRefreshToken(token)}; HttpOnly; ${attributes}`,
    `__Host-csrf=${csrfToken(token.sessionId)}; ${attributes}`,
  ]);
  send(response, { access_token: accessToken, token_type: 'Bearer', expires_in: 900, user: viewOf(user) });
}

function viewOf({
  id,
  name,
  email: address,
  locale,
  avatar_url,
  email_verified,
  roles,
  permissions,
  ...times
}: UserRow) {
  const { created_at, updated_at } = times;
  return { id, email: address, name, locale, avatar_url, email_verified, roles, permissions, created_at, updated_at };
}

function send(response: ServerResponse, data: unknown, status = 200): void {
  const text = JSON.stringify({ success: status === 200, data });
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** One verified user with the role `user`, as the platform seeds one. */
async function seed(secret: string): Promise<void> {
  const id = randomUUID();
  await pool.query(
    `insert into users (id, email, email_key, name, is_active, email_verified_at, version, created_at, updated_at)
     values ($1, $2, $2, 'User Example', true, now(), 1, now(), now())`,
    [id, email],
  );
  await pool.query(
    `insert into credentials (id, user_id, kind, secret, created_at, updated_at)
     values ($1, $2, 'password', $3, now(), now())`,
    [randomUUID(), id, secret],
  );
  await pool.query(
    `insert into user_roles (user_id, role_id, granted_at) select $1, id, now() from roles where name = 'user'`,
    [id],
  );
}

const hash = await bcrypt.hash(password, 10);
await seed(hash);
await redis.set('floor:rbac', '1');
const server = createServer((request, response) => {
  const route = routes[`${request.method} ${request.url}`];
  Promise.resolve(route ? route(request, response) : send(response, {}, 404)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    response.destroy();
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port} \n`);
});
