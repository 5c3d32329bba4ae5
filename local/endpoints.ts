import type { MailboxMessage } from '../lambdas/adapters/mail/mailbox.ts';
import type { MailConfig } from '../lambdas/domain/mail/letter.ts';
import { isLoopback } from './gateway/host.ts';
import type { GatewayAnswer, GatewayRequest, HeaderField } from './gateway/message.ts';
import { plainHeaders } from './html.ts';
import { mailboxPage, mailHtml } from './mailbox-page.ts';
import { mailsPage } from './mails-page.ts';
import type { People } from './seed-accounts.ts';

/** What `/_local` can do to the platform. */
export interface LocalControls {
  people: People;
  /** What the preview of mails is made with. */
  mailConfig: MailConfig;
  /** Newest first, once everything queued is sent. */
  mail(to?: string): Promise<MailboxMessage[]>;
  clearMail(): Promise<void>;
  /**
   * Moves time forward and answers where it stands and how far it was moved in all; null where time ends before that.
   */
  advance(seconds: number): { now: Date; advancedSeconds: number } | null;
  /** Empties everything and seeds again; answers false, having changed nothing, where the database is not local. */
  reset(): Promise<boolean>;
}

type Endpoint = (request: LocalRequest, controls: LocalControls) => Promise<GatewayAnswer>;

interface LocalRequest {
  query: URLSearchParams;
  body: Buffer;
}

const endpoints: Record<string, Record<string, Endpoint>> = {
  '/_local': {
    GET: async ({ query }, { mail, people }) => {
      const to = query.get('to')?.trim() ?? '';
      return mailboxPage(await mail(to === '' ? undefined : to), to, people);
    },
  },
  '/_local/mailbox': {
    GET: async ({ query }, { mail }) => json(200, await mail(query.get('to') ?? undefined)),
    DELETE: async (_, { clearMail }) => {
      await clearMail();
      return empty;
    },
  },
  '/_local/clock': {
    POST: async ({ body }, { advance }) => {
      const seconds = secondsIn(body);
      if (seconds === null) return refused(422, 'VALIDATION_FAILED', 'advance_seconds must be a number from 0 up.');
      const moved = advance(seconds);
      if (!moved) return refused(422, 'VALIDATION_FAILED', 'The clock does not go beyond the year 8999.');
      return json(200, { now: moved.now.toISOString(), advanced_seconds: moved.advancedSeconds });
    },
  },
  '/_local/reset': {
    POST: async (_, { reset }) =>
      (await reset()) ? empty : forbidden('This database is not marked as a local one, so it is not emptied.'),
  },
};

/**
 * The endpoints that make the platform a test double. Only this machine may ask; a write must be JSON, which a form of
 * another site cannot send, and come from a page of ours or from no page.
 *
 * @param answerSite answers for the pages of the site that are for this machine alone.
 */
export async function answerLocal(
  request: GatewayRequest,
  controls: LocalControls,
  answerSite: (request: GatewayRequest) => Promise<GatewayAnswer>,
): Promise<GatewayAnswer> {
  if (!isLoopback(request.sourceIp)) return forbidden('Only this machine may ask for this.');
  const [path = '', query = ''] = request.target.split('?', 2);
  if (/^\/_local\/gallery\b/.test(path)) return answerSite(request);
  const methods = methodsOf(path.replace(/\/$/, ''));
  if (!methods) return refused(404, 'NOT_FOUND', 'There is no such thing.');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const endpoint = Object.hasOwn(methods, method) ? methods[method as keyof typeof methods] : undefined;
  if (!endpoint) return notAllowed(Object.keys(methods));
  if (method !== 'GET' && !isOwnWrite(request)) return forbidden(badWrite);
  return endpoint({ query: new URLSearchParams(query), body: request.body }, controls);
}

function methodsOf(path: string): Record<string, Endpoint> | undefined {
  const id = /^\/_local\/mailbox\/([\w-]+)$/.exec(path)?.[1];
  if (id !== undefined) return { GET: oneMail(id) };
  if (/^\/_local\/mails(\/|$)/.test(path)) return { GET: previewOf(path) };
  return Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
}

function previewOf(path: string): Endpoint {
  return async (_, { mailConfig }) =>
    mailsPage(path, mailConfig) ?? refused(404, 'NOT_FOUND', 'There is no such mail.');
}

function oneMail(id: string): Endpoint {
  return async (_, { mail }) => {
    const found = (await mail()).find((message) => message.id === id);
    return found ? mailHtml(found) : refused(404, 'NOT_FOUND', 'There is no such mail.');
  };
}

const badWrite = 'Send Content-Type: application/json, and no foreign Origin.';

function isOwnWrite({ headers }: GatewayRequest): boolean {
  const all = (name: string) => headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value);
  const isJson = /^application\/json\s*(;|$)/i.test(all('content-type').join(','));
  // The host was found to be ours already.
  const own = `http://${all('host').join(',')}`.toLowerCase();
  return isJson && all('origin').every((origin) => origin === own);
}

const longestSeconds = 100 * 365 * 86_400;

function secondsIn(body: Buffer): number | null {
  try {
    const value = (JSON.parse(body.toString()) as { advance_seconds?: unknown } | null)?.advance_seconds;
    return typeof value === 'number' && value >= 0 && value <= longestSeconds ? value : null;
  } catch {
    return null;
  }
}

const empty: GatewayAnswer = { status: 204, headers: plainHeaders, body: Buffer.alloc(0) };

function json(status: number, value: unknown, headers: readonly HeaderField[] = []): GatewayAnswer {
  const type: HeaderField = ['content-type', 'application/json; charset=utf-8'];
  return { status, headers: [type, ...plainHeaders, ...headers], body: Buffer.from(JSON.stringify(value)) };
}

function refused(status: number, code: string, message: string, headers?: readonly HeaderField[]): GatewayAnswer {
  return json(status, { success: false, error: { code, message, details: {} } }, headers);
}

function forbidden(message: string): GatewayAnswer {
  return refused(403, 'FORBIDDEN', message);
}

function notAllowed(allowed: readonly string[]): GatewayAnswer {
  const message = 'This address does not take that method.';
  return refused(405, 'METHOD_NOT_ALLOWED', message, [['allow', allowed.join(', ')]]);
}
