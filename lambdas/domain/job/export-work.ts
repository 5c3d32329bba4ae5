/** Exports as jobs: rows are read in order, and kept as parts of the result. */
import { sql } from 'drizzle-orm';
import type { Context, Principal } from '../../kernel/context.ts';
import type { MailTemplate } from '../mail/mail-template.ts';
import { mailRow, nudge, outboxInsert } from '../outbox/outbox.ts';
import type { Position } from '../page.ts';
import { together, touched } from '../statement.ts';
import { findUser } from '../user/users.ts';
import { type JobState, type JobWork, positionOfJob, resultSeconds } from './job.ts';
import { jobPartInserts, partBytes, stepTaken } from './jobs.ts';

/** The next rows, each of them as its line. */
export interface ExportLines {
  lines: readonly string[];
  /** Null at the end. Rows that were looked at and do not fit are behind it as well. */
  next: Position | null;
}

export interface ExportSource {
  rows: 'users' | 'audit';
  /** What stands before the first line; empty where nothing does. */
  head(input: JobState['input']): string;
  /** Rows after the position that fit one answer of the database. */
  read(context: Context, input: JobState['input'], after: Position | null, starter: Principal): Promise<ExportLines>;
}

/** A step goes on reading until it has this much, or has looked often enough for rows that are rare. */
const enoughBytes = partBytes / 2;
const mostReads = 20;

export function exportWork(source: ExportSource): JobWork {
  return {
    async step(context, job, starter) {
      const { parts = 0, after = null } = positionOfJob(job);
      const { lines, next } = await readOn(source, { context, job, starter, after });
      const bodies = packed(parts === 0 ? [source.head(job.input), ...lines] : lines);
      const done = job.done + lines.length;
      const ends = next === null;
      const position = { parts: parts + bodies.length, after: next };
      const mail = ends ? await readyMail(context, source, { ...job, done }) : null;
      const when = touched('taken');
      const kept = bodies.flatMap((body, index) =>
        Object.entries(jobPartInserts(job.id, parts + index + 1, body, when)),
      );
      const [row] = await context.database.rows(
        together(
          {
            taken: stepTaken(job, { done, position, ...(ends && { ends: 'done' }) }, context.clock.now()),
            ...Object.fromEntries(kept.map(([, part], index) => [`kept_${index}`, part])),
            mailed: mail ? outboxInsert(mail, when) : undefined,
          },
          sql`select id from taken`,
        ),
      );
      if (row && ends) context.metrics.count('JobDone', { kind: job.kind });
      if (row && mail) await nudge(context, [mail]);
      return row !== undefined;
    },
  };
}

interface Reading {
  context: Context;
  job: JobState;
  starter: Principal;
  after: Position | null;
}

async function readOn(source: ExportSource, { context, job, starter, after }: Reading): Promise<ExportLines> {
  const lines: string[] = [];
  let next: Position | null = after;
  for (let bytes = 0, reads = 0; bytes < enoughBytes && reads < mostReads; reads += 1) {
    const page = await source.read(context, job.input, next, starter);
    lines.push(...page.lines);
    next = page.next;
    if (next === null) break;
    bytes += page.lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  }
  return { lines, next };
}

/** Whole lines, as many as one part has room for. */
function packed(lines: readonly string[]): string[] {
  const bodies: string[] = [];
  let body = '';
  for (const line of lines) {
    if (body !== '' && Buffer.byteLength(body) + Buffer.byteLength(line) > partBytes) {
      bodies.push(body);
      body = '';
    }
    body += line;
  }
  return body === '' ? bodies : [...bodies, body];
}

async function readyMail(context: Context, { rows }: ExportSource, { id, userId, done }: JobState) {
  const user = await findUser(context.database, userId);
  if (!user) return null;
  const mail: MailTemplate = {
    template: 'export_ready',
    to: user.row.email,
    locale: user.row.locale,
    rows,
    count: done,
    until: new Date(context.clock.now().getTime() + resultSeconds * 1000).toISOString(),
    jobId: id,
  };
  return mailRow(context, userId, mail);
}
