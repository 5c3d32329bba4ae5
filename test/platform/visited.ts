import type { Mailbox, MailboxMessage } from '../../lambdas/adapters/mail/mailbox.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import type { Gateway } from '../../local/gateway/gateway.ts';
import { answerCheck } from './answers.ts';
import { type Browser, type BrowserOptions, openBrowser } from './browser.ts';
import { type Call, callThrough } from './call.ts';

/** A platform as those see it who use it, wherever its functions run. */
export interface Visited {
  /** One raw request; its answer is held to the OpenAPI document like every other. */
  call: Call;
  /** A browser of its own, with its own address, user agent and cookies. */
  browser(options?: BrowserOptions): Browser;
  mailbox: TestMailbox;
}

export interface TestMailbox {
  /** Newest first by when each was queued, once all are sent: a stream brings them in any order. */
  list(to?: string): Promise<MailboxMessage[]>;
  /** The newest one to that address; throws where there is none. */
  last(to: string): Promise<MailboxMessage>;
}

export interface Behind {
  gateway: Gateway;
  origin: string;
  clock: Clock;
  /** What was sent, whichever way it went. */
  inbox: Mailbox;
  /** Resolves when every nudge has been worked off. */
  settled(): Promise<void>;
}

export async function visited({ gateway, origin, clock, inbox, settled }: Behind): Promise<Visited> {
  const { text } = await callThrough(gateway, origin, () => undefined)('GET', '/api/v1/openapi.json');
  const call = callThrough(gateway, origin, answerCheck(JSON.parse(text)));
  let browsers = 0;
  return {
    call,
    browser(given = {}) {
      browsers += 1;
      const own = { ip: `198.51.${100 + (browsers >> 8)}.${browsers & 255}`, userAgent: `Browser/${browsers}` };
      return openBrowser(call, origin, clock, { ...own, ...given });
    },
    mailbox: mailboxOf(inbox, settled),
  };
}

function mailboxOf(inbox: Mailbox, settled: () => Promise<void>): TestMailbox {
  const list = async (to?: string) => {
    await settled();
    return inbox
      .list(to === undefined ? {} : { to })
      .sort((one, other) => queuedAt(other).localeCompare(queuedAt(one)));
  };
  return {
    list,
    async last(to) {
      const [newest] = await list(to);
      if (!newest) throw new Error(`no mail went to ${to}`);
      return newest;
    },
  };
}

/** The milliseconds in the id of its outbox row, a UUIDv7. */
function queuedAt({ id }: MailboxMessage): string {
  return id.slice(0, 13);
}

/** The token in the link of a mail. */
export function tokenIn(message: MailboxMessage): string {
  const token = message.links.map((link) => /#token=([\w-]+)(?:&|$)/.exec(link)?.[1]).find(Boolean);
  if (token === undefined) throw new Error(`no link with a token in the mail "${message.subject}"`);
  return token;
}
