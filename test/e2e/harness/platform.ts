import { emptiedShared, startPlatform } from './processes.ts';

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

/** A file that wants any of these has a platform of its own. */
export interface PlatformOptions {
  /** Rate limits are on, as for everybody: most files make more accounts than they allow. */
  limits?: boolean;
  /** Its clock is moved, and no platform goes back in time. */
  movesTime?: boolean;
  /** Further settings, by the name of their environment variable; a function is asked when the platform starts. */
  settings?: Settings | (() => Settings);
}

type Settings = Readonly<Record<string, string>>;

/** A process of `npm start`, and what a test may do to it from outside of the browser. */
export interface Platform {
  /** Such as `http://localhost:40123`. */
  origin: string;
  /** Newest first. */
  mails(to: string): Promise<Mail[]>;
  lastMail(to: string): Promise<Mail>;
  /** Moves the platform's clock, not the browser's. Throws where other files have the same platform. */
  advance(seconds: number): Promise<void>;
  /** Calls a route below `/api/v1/` as a client that is no browser. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** Somebody new, verified, made without a browser. */
  account(account?: Partial<Account>): Promise<Account>;
  close(): Promise<void>;
}

const json = { 'content-type': 'application/json' };

/** That of this worker, which has nothing of the files before in it, or one of the file's own. */
export async function openPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const isOrdinary = !(options.limits || options.movesTime || options.settings);
  const shared = isOrdinary ? await emptiedShared() : null;
  if (shared !== null) return platformAt({ origin: shared, isShared: true, close: async () => {} });
  const { limits = false, settings = {} } = options;
  const started = await startPlatform({ limits, settings: typeof settings === 'function' ? settings() : settings });
  return platformAt({ ...started, isShared: false });
}

interface Place {
  origin: string;
  isShared: boolean;
  close(): Promise<void>;
}

function platformAt({ origin, isShared, close }: Place): Platform {
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
      if (isShared) throw new Error('this file moves time: say so where it opens its platform (movesTime)');
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
    close,
  };
  return platform;
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
