import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUp, startChild } from '../../local/process/child.ts';

/** A mail as the mailbox of `npm start` has it. */
export interface Mail {
  subject: string;
  text: string;
  links: readonly string[];
  code: string | null;
}

export interface Account {
  email: string;
  password: string;
  name: string;
}

export interface ApiAnswer {
  status: number;
  data: Record<string, unknown>;
  code: string | undefined;
}

export interface PlatformOptions {
  /** Rate limits are on, as for everybody, unless a file makes more accounts than they allow. */
  limits?: boolean;
  /** Further settings, by the name of their environment variable. */
  settings?: Readonly<Record<string, string>>;
  /** Called with the data folder before the platform opens it. */
  prepare?(folder: string): Promise<void>;
}

/** `npm start` in a process of its own, and what a test may do to it from outside of the browser. */
export interface Platform {
  /** Such as `http://localhost:40123`. */
  origin: string;
  /** Newest first. */
  mails(to: string): Promise<Mail[]>;
  lastMail(to: string): Promise<Mail>;
  /** Moves the platform's clock, not the browser's. */
  advance(seconds: number): Promise<void>;
  /** Calls a route below `/api/v1/` as a client that is no browser. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** Somebody new, verified, made without a browser. */
  account(account?: Partial<Account>): Promise<Account>;
  close(): Promise<void>;
}

/** Tests of the process itself need no site. */
const withSite = { GATEHOUSE_NO_WEB: 'false' };

const json = { 'content-type': 'application/json' };

export async function openPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const folder = await copiedFolder();
  await options.prepare?.(folder);
  const flags = ['--data', folder, ...(options.limits === false ? ['--no-limits'] : [])];
  const child = await startChild(flags, { ...withSite, ...options.settings });
  const { origin } = child;
  const send = (path: string, init: RequestInit) => fetch(`${origin}${path}`, init);
  let accounts = 0;

  const mails = async (to: string) => {
    const answer = await send(`/_local/mailbox?to=${encodeURIComponent(to)}`, {});
    return (await answer.json()) as Mail[];
  };
  const platform: Platform = {
    origin,
    mails,
    async lastMail(to) {
      const [mail] = await mails(to);
      if (!mail) throw new Error(`no mail to ${to}`);
      return mail;
    },
    async advance(seconds) {
      await send('/_local/clock', {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ advance_seconds: seconds }),
      });
    },
    async call(method, path, body, headers = {}) {
      const init = {
        method,
        headers: { ...json, ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      };
      const answer = await send(`/api/v1/${path}`, init);
      const text = await answer.text();
      const { data = {}, error } = text === '' ? {} : JSON.parse(text);
      return { status: answer.status, data, code: error?.code };
    },
    async account(wanted = {}) {
      accounts += 1;
      const name = `Person ${accounts}`;
      const account = { name, email: `person${accounts}@example.com`, password: 'plain words of mine', ...wanted };
      await platform.call('POST', 'auth/register', account);
      const token = tokenIn(await platform.lastMail(account.email));
      const verified = await platform.call('POST', 'auth/verify-email', { token, password: account.password });
      if (verified.status !== 200) throw new Error(`verify: ${verified.code}`);
      return account;
    },
    async close() {
      await child.end('SIGKILL');
      await cleanUp();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return platform;
}

/** A data folder of its own, with a migrated database in it (global-setup.ts). */
async function copiedFolder(): Promise<string> {
  const template = process.env.TEST_DATA_FOLDER;
  if (!template) throw new Error('TEST_DATA_FOLDER is not set: run by npm run e2e');
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-data-'));
  await cp(template, folder, { recursive: true });
  return folder;
}

/** The one-time token of the mail's link. */
export function tokenIn({ links }: Mail): string {
  const token = links.map((link) => /#token=([\w-]+)/.exec(link)?.[1]).find(Boolean);
  if (!token) throw new Error(`no token in ${links.join(' ')}`);
  return token;
}

/** The mail's link that leads to a page with a token. */
export function linkIn({ links }: Mail): string {
  const link = links.find((candidate) => candidate.includes('#token='));
  if (!link) throw new Error(`no link with a token in ${links.join(' ')}`);
  return link;
}
