import type { Clock } from '../../ports/clock.ts';
import type { Mail, MailMessage } from '../../ports/mail.ts';
import { type MessageFile, messageFile } from './message-file.ts';

/** A message as `GET /_local/mailbox` shows it. */
export interface MailboxMessage {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Every URL of the text, in its order. */
  links: string[];
  /** The short code, its eight characters without the hyphen that a mail shows; null where there is none. */
  code: string | null;
  /** RFC 3339, UTC. */
  sent_at: string;
}

export interface Mailbox extends Mail {
  /** Newest first; only those to one address where `to` is given, in any letter case. */
  list(filter?: { to?: string }): MailboxMessage[];
  clear(): Promise<void>;
}

export interface MailboxOptions {
  clock: Clock;
  /** Where messages outlive the process; in memory alone where it is left out. */
  file?: string;
  /** The oldest messages beyond so many are dropped; 1,000 by default. */
  limit?: number;
}

/** A mailbox whose messages outlive the process where a file is given. */
export async function openMailbox({ clock, file, limit = keptMessages }: MailboxOptions): Promise<Mailbox> {
  return mailbox(clock, limit, file === undefined ? undefined : await messageFile<MailboxMessage>(file, limit));
}

const keptMessages = 1_000;

/** Keeps mail instead of sending it. The same id twice is one message: the outbox sends at least once. */
function mailbox(clock: Clock, limit: number, file?: MessageFile<MailboxMessage>): Mailbox {
  const messages = new Map((file?.messages ?? []).map((message) => [message.id, message]));

  return {
    async send(message) {
      if (messages.has(message.id)) return;
      const view = viewOf(message, clock.now());
      messages.set(view.id, view);
      try {
        await file?.append(view);
      } catch (error) {
        // Held here alone it would pass for sent when it is tried again, and be gone with the process.
        messages.delete(view.id);
        throw error;
      }
      for (const oldest of messages.keys()) {
        if (messages.size <= limit) break;
        messages.delete(oldest);
      }
    },
    list({ to } = {}) {
      const all = [...messages.values()].reverse();
      return to === undefined ? all : all.filter((message) => message.to.toLowerCase() === to.toLowerCase());
    },
    async clear() {
      messages.clear();
      await file?.clear();
    },
  };
}

function viewOf({ id, to, subject, text, html }: MailMessage, sentAt: Date): MailboxMessage {
  return { id, to, subject, text, html, links: linksIn(text), code: codeIn(text), sent_at: sentAt.toISOString() };
}

/** A full stop or a bracket after a URL ends the sentence, not the URL. */
function linksIn(text: string): string[] {
  return Array.from(text.matchAll(/https?:\/\/[^\s<>"]+/g), ([url]) => url.replace(/[.,;:!?)\]}']+$/, ''));
}

/** Eight of 31 unambiguous characters on a line of their own, perhaps as two groups of four. */
function codeIn(text: string): string | null {
  return /^[ \t]*([2-9A-HJKMNP-Z]{4}-?[2-9A-HJKMNP-Z]{4})[ \t]*\r?$/m.exec(text)?.[1]?.replace('-', '') ?? null;
}
