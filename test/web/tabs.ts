import type { ErrorCode } from '../../lambdas/kernel/errors.ts';
import type { Failure } from '../../lambdas/kernel/http/client.ts';
import type { SessionClient, Tokens, User } from '../../web/lib/api.ts';
import { createSession, type Session } from '../../web/lib/session/session.ts';
import type { Notice } from '../../web/lib/session/state.ts';

export interface Tab extends Session {
  /** What the person sees of themselves. */
  shows(): string;
  /** Told to the other tabs, and not heard by them while it is asleep. */
  told: Notice[];
  isAsleep: boolean;
}

/** One browser with tabs of the site, and a platform behind it that knows sessions by their mark. */
export class Tabs {
  now = 1_000_000;
  /** `__Host-csrf`. */
  cookie: string | undefined;
  calls: string[] = [];
  /** Answers of the platform that come before its own, in turn; an Error is a call that is not answered. */
  next: (Failure | Error)[] = [];
  /** Seconds that an access token lives. */
  life = 900;
  /** The most calls that were on their way at once. */
  mostAtOnce = 0;
  /** Runs while a call is on its way. */
  meanwhile: (() => void) | null = null;
  private readonly sessions = new Map<string, { user: User; ended: string | null }>();
  private readonly tabs: Tab[] = [];
  private turn: Promise<unknown> = Promise.resolve();
  private issued = 0;
  private running = 0;

  /** A sign-in on a page of this browser, as the platform sees it. */
  signIn(name: string): Tokens {
    const before = this.cookie === undefined ? undefined : this.sessions.get(this.cookie);
    if (before) before.ended ??= 'signed_in_again';
    this.cookie = `mark-${this.sessions.size}`;
    this.sessions.set(this.cookie, { user: person(name), ended: null });
    return this.tokens(this.cookie);
  }

  /** Ends the session of the cookie; the browser learns it at its next call. */
  end(reason: string): void {
    const session = this.sessions.get(this.cookie ?? '');
    if (session) session.ended = reason;
  }

  open(): Tab {
    const told: Notice[] = [];
    const tab: Tab = Object.assign(
      createSession({
        client: this.client,
        now: () => this.now,
        deadline: () => new AbortController().signal,
        mark: () => this.cookie,
        alone: (work) => this.alone(work),
        tell: (notice) => {
          told.push(notice);
          for (const other of this.tabs) if (other !== tab && !other.isAsleep) other.hear(notice);
        },
        endActing: async (accessToken) => {
          this.calls.push(`end ${accessToken}`);
        },
      }),
      { told, isAsleep: false, shows: () => shown(tab) },
    );
    this.tabs.push(tab);
    return tab;
  }

  /** A tab in which somebody has just signed in. */
  openSignedIn(name: string): Tab {
    const tab = this.open();
    tab.start(this.signIn(name));
    this.calls = [];
    return tab;
  }

  private readonly client: SessionClient = {
    refresh: (options) => this.call('refresh', options, () => this.refreshed(options?.headers?.['x-csrf-token'])),
    logout: (options) =>
      this.call('logout', options, () => {
        if (options?.bearer === undefined && options?.headers?.['x-csrf-token'] !== this.cookie)
          return refusal(403, 'CSRF_FAILED');
        this.end('signed_out');
        this.cookie = undefined;
        return { ok: true, status: 204, data: undefined, message: '', headers: new Headers() } as const;
      }),
  };

  private async call<A>(
    name: string,
    { bearer, signal }: { bearer?: string; signal?: AbortSignal } = {},
    work: () => A,
  ): Promise<A | Failure> {
    if (!signal) throw new Error('a call without a deadline');
    this.calls.push(bearer === undefined ? name : `${name} by token`);
    this.running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    const { meanwhile } = this;
    this.meanwhile = null;
    await Promise.resolve();
    this.running -= 1;
    meanwhile?.();
    const next = this.next.shift();
    if (next instanceof Error) throw next;
    return next ?? work();
  }

  private refreshed(mark: string | undefined) {
    if (mark !== this.cookie) return refusal(403, 'CSRF_FAILED');
    const session = this.sessions.get(mark ?? '');
    if (mark !== undefined && session && !session.ended) {
      const data = this.tokens(mark);
      return { ok: true, status: 200, data, message: '', headers: new Headers() } as const;
    }
    this.cookie = undefined;
    return refusal(401, 'REFRESH_TOKEN_INVALID', { reason: session?.ended ?? 'unknown' });
  }

  private tokens(mark: string): Tokens {
    this.issued += 1;
    const user = this.sessions.get(mark)?.user ?? person('nobody');
    return { access_token: `token-${this.issued}`, token_type: 'Bearer', expires_in: this.life, user };
  }

  private alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => {});
    return mine;
  }
}

export function refusal(status: number, code: ErrorCode, details: Record<string, unknown> = {}): Failure {
  return { ok: false, status, code, message: '', details, headers: new Headers() };
}

export function person(name: string): User {
  return {
    id: `id of ${name}`,
    email: `${name}@example.org`,
    name,
    locale: null,
    avatar_url: null,
    email_verified: true,
    roles: ['user'],
    permissions: [],
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  };
}

function shown(tab: Session): string {
  const state = tab.store.getState();
  if (state.status === 'signed_in') return state.user.name;
  return state.status === 'signed_out' && state.reason ? `signed_out: ${state.reason}` : state.status;
}
