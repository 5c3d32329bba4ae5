import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Context, Principal } from '../../kernel/context.ts';
import type { ErrorCode } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import type { Database } from '../../ports/database.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { jobRow as jobOrder, nudge, outboxInsert } from '../outbox/outbox.ts';
import { at, insertInto, pick, together } from '../statement.ts';
import { type JobRow, jobParts, jobs } from './job.table.ts';
import { type JobError, type JobKind, type JobOrigin, type JobPosition, type JobState, positionOfJob } from './job.ts';

export interface NewJob {
  kind: JobKind;
  input: Record<string, unknown>;
  /** How much there is to do; 0 where that is not known. */
  total: number;
  /** `noun.verb` of the audit row that says who started it, and what it says besides. */
  action: string;
  details: Record<string, unknown>;
}

/** Keeps the job, orders its worker and says so in the audit log: one statement, then a nudge. */
export async function startJob(context: Context, { userId, sessionId }: Principal, asked: NewJob): Promise<JobState> {
  const now = context.clock.now();
  const from: JobOrigin = { ip: context.request.ip, user_agent: context.request.userAgent };
  const job: JobRow = {
    id: newId(context.clock),
    kind: asked.kind,
    state: 'queued',
    userId,
    sessionId,
    input: { ...asked.input, from },
    step: 0,
    position: null,
    done: 0,
    total: asked.total,
    errors: [],
    createdAt: now,
    finishedAt: null,
  };
  const order = jobOrder(context, job.id);
  const audit = auditRow(context, {
    action: asked.action,
    resource: `job:${job.id}`,
    userId,
    actorId: userId,
    outcome: 'success',
    sessionId,
    details: asked.details,
  });
  await context.database.rows(
    together(
      { kept: insertInto(jobs, job), ordered: outboxInsert(order), audited: auditInsert(audit) },
      sql`select 1 as done`,
    ),
  );
  announceAudit(context, audit);
  context.metrics.count('JobStarted', { kind: job.kind });
  await nudge(context, [order]);
  return job;
}

/**
 * Of the columns, the ones of `JobState`; `input` without the ids: a row of an answer has no room for those, or for what
 * went wrong with each.
 */
const stateList = sql.raw(
  Object.values(getTableColumns(jobs))
    .flatMap(({ name }) => {
      if (name === 'errors') return [];
      return name === 'input' ? [`j.input - 'ids' as "j_input"`] : [`j."${name}" as "j_${name}"`];
    })
    .join(', '),
);

export async function findJob(database: Database, id: string): Promise<JobState | null> {
  const [row] = await database.rows(sql`select ${stateList} from jobs j where id = ${id}::uuid`);
  return row ? pick(jobs, 'j', row) : null;
}

/** Null where it is another's. */
export async function findJobOf(database: Database, id: string, userId: string): Promise<JobState | null> {
  const job = await findJob(database, id);
  return job?.userId === userId ? job : null;
}

/** What the job met at the ids that it could not do, in the order of the ids. */
export async function jobErrors(database: Database, id: string): Promise<JobError[]> {
  const rows = await database.rows<{ id: string; code: string }>(sql`
    select e.value ->> 'id' as id, e.value ->> 'code' as code
    from jobs j cross join lateral jsonb_array_elements(j.errors) with ordinality e (value, place)
    where j.id = ${id}::uuid order by e.place`);
  return rows.map((row) => ({ id: row.id, code: row.code as ErrorCode }));
}

/** The id that a job of many is at; undefined past the last. */
export async function idAt(database: Database, jobId: string, place: number): Promise<string | undefined> {
  const [row] = await database.rows<{ id: string | null }>(sql`
    select input -> 'ids' ->> ${place}::int as id from jobs where id = ${jobId}::uuid`);
  return row?.id ?? undefined;
}

/** What a step leaves behind; what is not named stays. */
export interface StepResult {
  done?: number;
  position?: JobPosition;
  error?: JobError;
  /** The last step: where `total` was not known, it is what was done. */
  ends?: 'done' | 'failed';
}

/**
 * A part that takes the job one step on, from where it was read: it returns the job's id, and none where somebody else
 * was first, the job is over, or `when` does not hold. With the end go the ids that it was asked for.
 */
export function stepTaken(
  job: JobState,
  { done = job.done, position, error, ends }: StepResult,
  now: Date,
  when: SQL = sql`true`,
): SQL {
  const place = position ?? positionOfJob(job);
  const end = ends
    ? sql`state = ${ends}::text, finished_at = ${at(now)}, input = input - 'ids',
        total = case when total = 0 then ${done}::int else total end`
    : sql`state = 'running'`;
  return sql`
    update jobs set step = step + 1, done = ${done}::int, errors = errors || ${JSON.stringify(error ? [error] : [])}::jsonb,
      position = ${JSON.stringify(place)}::jsonb, ${end}
    where id = ${job.id}::uuid and step = ${job.step}::int and state in ('queued', 'running') and ${when} returning id`;
}

/** The step by itself; false where somebody else was first. */
export async function takeStep({ database, clock }: Context, job: JobState, result: StepResult): Promise<boolean> {
  return (await database.rows(stepTaken(job, result, clock.now()))).length > 0;
}

/** A row of an answer has room for 64 KiB, with each quotation mark escaped: so many bytes are a piece. */
const pieceBytes = 30_000;
/** The pieces of one part, which an answer has room for. */
const piecesOfPart = 16;
/** What a part holds at most. */
export const partBytes = pieceBytes * piecesOfPart;

/** Parts that keep the part of a result of that number, from 1 on. */
export function jobPartInserts(jobId: string, part: number, body: string, when: SQL): Record<string, SQL> {
  const pieces = piecesOf(body).map((piece, index) => [
    `piece_${index}`,
    insertInto(jobParts, { jobId, part: part * piecesOfPart + index, body: piece }, when),
  ]);
  return Object.fromEntries(pieces);
}

/** Cut between characters. */
function piecesOf(body: string): string[] {
  const bytes = Buffer.from(body);
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    let to = Math.min(from + pieceBytes, bytes.length);
    // The second and further bytes of a character (RFC 3629 3).
    while (to < bytes.length && ((bytes[to] ?? 0) & 0xc0) === 0x80) to -= 1;
    pieces.push(bytes.toString('utf8', from, to));
    from = to;
  }
  return pieces;
}

/** Null where there is no such part, or none any more. */
export async function findJobPart(database: Database, jobId: string, part: number): Promise<string | null> {
  const first = part * piecesOfPart;
  const rows = await database.rows<{ body: string }>(sql`
    select body from job_parts
    where job_id = ${jobId}::uuid and part >= ${first}::int and part < ${first + piecesOfPart}::int order by part`);
  return rows.length === 0 ? null : rows.map(({ body }) => body).join('');
}
