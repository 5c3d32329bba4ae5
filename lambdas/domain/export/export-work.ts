/** Exports as jobs: rows are read in order, and kept as parts of the result. */
import { sql } from 'drizzle-orm';
import type { Context, Principal } from '../../kernel/context.ts';
import { type JobState, type JobWork, positionOfJob, resultSeconds } from '../job/job.ts';
import { jobPartInserts, partBytes, stepTaken } from '../job/jobs.ts';
import type { MailTemplate } from '../mail/mail-template.ts';
import { mailRow, nudge, outboxInsert } from '../outbox/outbox.ts';
import type { Position } from '../page.ts';
import { together, touched } from '../statement.ts';
import { findUser } from '../user/users.ts';
import { type ExportQuery, type ExportSource, exportHead, exportLine, rowsAtOnce } from './export.ts';

/** A step goes on reading until it has this much, or has looked often enough for rows that are rare. */
const enoughBytes = partBytes / 2;
const mostReads = 20;

export function exportWork<Query extends ExportQuery>(source: ExportSource<Query>): JobWork {
  return {
    async step(context, job, starter) {
      const { parts = 0, after = null } = positionOfJob(job);
      // As the contract had it when the job was started.
      const query = job.input.query as Query;
      const { lines, next } = await readOn(source, {
        context,
        query,
        starter: takerOf(job, starter),
        after,
      });
      const bodies = packed(parts === 0 ? [exportHead(source, query), ...lines] : lines);
      const done = job.done + lines.length;
      const ends = next === null;
      const position = { parts: parts + bodies.length, after: next };
      const mail = ends ? await readyMail(context, source.rows, { ...job, done }) : null;
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

/**
 * What whoever fetches the result must hold was fixed when it was asked for: who could not read users then is shown no
 * names, whatever they were given since.
 */
function takerOf({ input }: JobState, starter: Principal): Principal {
  if (input.names === true) return starter;
  const permissions = new Set(starter.permissions);
  permissions.delete('users:read');
  return { ...starter, permissions };
}

interface Reading<Query> {
  context: Context;
  query: Query;
  starter: Principal;
  after: Position | null;
}

async function readOn<Query extends ExportQuery>(
  source: ExportSource<Query>,
  { context, query, starter, after }: Reading<Query>,
) {
  const lines: string[] = [];
  let next = after;
  for (let bytes = 0, reads = 0; bytes < enoughBytes && reads < mostReads; reads += 1) {
    const page = await source.read(context, query, { after: next, limit: rowsAtOnce }, starter);
    const read = page.rows.map((row) => exportLine(source, query, row));
    lines.push(...read);
    next = page.next;
    if (next === null) break;
    bytes += read.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
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

async function readyMail(context: Context, rows: ExportSource<ExportQuery>['rows'], { id, userId, done }: JobState) {
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
