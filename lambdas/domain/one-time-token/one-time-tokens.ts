import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { tokenHash } from '../../kernel/crypto.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';
import type { Database } from '../../ports/database.ts';
import { auditStrangersRefusal } from '../audit/audit.ts';
import { mailCodeMatches, normaliseMailCode } from '../mail/mail-code.ts';
import { at, pick, selectList } from '../statement.ts';
import type { User } from '../user/user.ts';
import { readUser, userAndGrants } from '../user/users.ts';
import { oneTimeTokens, type Pending, type TokenKind } from './one-time-token.table.ts';
import type { OneTimeTokenRow } from './one-time-token.ts';

/** Tries that a short code has; the link stays. */
export const codeTries = 5;

/** A live token and the user it belongs to. */
export interface Presented {
  row: OneTimeTokenRow;
  user: User;
}

const tokenAndUser = sql`${selectList(oneTimeTokens, 't')}, ${userAndGrants}`;

function live({ clock, config }: Context): SQL {
  return sql`t.spent_at is null and t.expires_at > ${at(clock.now())} and t.created_at >= ${at(config.epoch)}
    and u.deleted_at is null and u.is_active and (t.kind <> 'magic_link' or u.reset_required_at is null and ${isNewest})
    and (t.kind <> 'confirm_email' or ${askerIsNoIntruder})
    and (t.kind not in ('magic_link', 'reset_password') or ${isOfItsAddress})`;
}

/** A link that was asked for while the account moved to another address may have missed to be spent by the move. */
const isOfItsAddress = sql`t.email = u.email_key`;

/**
 * A change of address goes with the session that asked for it, unless its owner merely left: whoever ends a session that
 * is not theirs ends what it began. Asked for when the token comes back, so that an ask at the very moment of a reset,
 * which neither statement saw of the other, counts for nothing.
 */
const askerIsNoIntruder = sql`not exists (
  select 1 from sessions s
  where s.id = t.session_id and s.end_reason not in ('signed_out', 'signed_in_again'))`;

/**
 * Of several links that sign in the last one counts, whether it was used or not. Asked for when one comes back, so that
 * two asks at the same moment cannot both leave one alive.
 */
const isNewest = sql`not exists (
  select 1 from one_time_tokens newer
  where newer.user_id = t.user_id and newer.kind = t.kind and (newer.created_at, newer.id) > (t.created_at, t.id))`;

/** What comes back from a mail: the link's token, or its code with the request token of the call that asked for it. */
export interface Redemption {
  token?: string | undefined;
  request_token?: string | undefined;
  code?: string | undefined;
}

/**
 * The live token of that kind by either way, or null.
 *
 * @throws AuthError 400 `MALFORMED_REQUEST` for both at once; 422 for neither.
 */
export async function presentToken(context: Context, kind: TokenKind, input: Redemption): Promise<Presented | null> {
  if (input.token !== undefined && input.code !== undefined)
    throw new AuthError('MALFORMED_REQUEST', { details: { reason: 'send either token, or request_token and code' } });
  if (input.token !== undefined) return findToken(context, kind, input.token);
  if (input.code === undefined) throw invalidFields({ token: 'Send token, or request_token and code.' });
  if (input.request_token === undefined) throw invalidFields({ request_token: 'Is required with a code.' });
  return tryCode(context, kind, input.request_token, input.code);
}

/** The live token of that kind, or null. */
export async function findToken(context: Context, kind: TokenKind, token: string): Promise<Presented | null> {
  const hash = tokenHash(token);
  if (hash === null) return null;
  return first(
    context.database,
    sql`
      select ${tokenAndUser} from one_time_tokens t join users u on u.id = t.user_id
      where t.token_hash = ${hash}::text and t.kind = ${kind}::text and ${live(context)}`,
  );
}

/**
 * Spends one try of the code that the request token belongs to; null where it is wrong, late or out of tries. A wrong
 * one is audited, by a statement that costs the same where the request token is nobody's.
 */
async function tryCode(
  context: Context,
  kind: TokenKind,
  requestToken: string,
  input: string,
): Promise<Presented | null> {
  const hash = tokenHash(requestToken);
  const now = context.clock.now();
  const presented = await first(
    context.database,
    sql`
      with t as (
        update one_time_tokens set code_tries = code_tries + 1
        where request_token_hash = ${hash ?? ''}::text and kind = ${kind}::text and code_hash is not null
          and code_tries < ${codeTries}::int and code_expires_at > ${at(now)} and spent_at is null
        returning *)
      select ${tokenAndUser} from t join users u on u.id = t.user_id where ${live(context)}`,
  );
  const code = normaliseMailCode(input);
  const ring = await context.keys.ring('code');
  if (presented && code !== null && mailCodeMatches(ring, presented.row.codeHash, kind, presented.row.id, code))
    return presented;
  await auditStrangersRefusal(context, {
    action: `${kind}.tried`,
    userId: presented?.user.row.id ?? null,
    details: { reason: 'wrong_code', tries: presented?.row.codeTries ?? 0 },
  });
  return null;
}

/**
 * Spends one try of the newest code that this session asked for; answers the id of its token, or null where it is wrong,
 * late or out of tries.
 */
export async function trySessionCode(
  context: Context,
  kind: TokenKind,
  { userId, sessionId }: { userId: string; sessionId: string },
  input: string,
): Promise<string | null> {
  const now = at(context.clock.now());
  const [row] = await context.database.rows<{ id: string; code_hash: string | null }>(sql`
    update one_time_tokens set code_tries = code_tries + 1
    where id = (
        select id from one_time_tokens
        where user_id = ${userId}::uuid and kind = ${kind}::text and session_id = ${sessionId}::uuid
        order by created_at desc, id desc limit 1)
      and code_tries < ${codeTries}::int and code_expires_at > ${now} and created_at >= ${at(context.config.epoch)}
      and spent_at is null
    returning id, code_hash`);
  const code = normaliseMailCode(input);
  if (!row || code === null) return null;
  const ring = await context.keys.ring('code');
  return mailCodeMatches(ring, row.code_hash, kind, row.id, code) ? row.id : null;
}

/** What the registration asked for that answered this request token to the one who presents it, or null. */
export async function findPending(context: Context, userId: string, requestToken: string): Promise<Pending | null> {
  const hash = tokenHash(requestToken);
  if (hash === null) return null;
  const [row] = await context.database.rows(sql`
    select ${selectList(oneTimeTokens, 't')} from one_time_tokens t
    where t.request_token_hash = ${hash}::text and t.user_id = ${userId}::uuid and t.kind = 'verify_email'
      and t.pending is not null and t.spent_at is null and t.expires_at > ${at(context.clock.now())}`);
  return (row && pick(oneTimeTokens, 't', row)?.pending) || null;
}

/** What live registrations of the user's address asked for, the newest first; `but` is the id of one to leave out. */
export async function newestPending(context: Context, userId: string, but: string, most: number): Promise<Pending[]> {
  const rows = await context.database.rows(sql`
    select ${selectList(oneTimeTokens, 't')} from one_time_tokens t
    where t.user_id = ${userId}::uuid and t.id <> ${but}::uuid and t.kind = 'verify_email'
      and t.pending is not null and t.spent_at is null and t.expires_at > ${at(context.clock.now())}
    order by t.created_at desc limit ${most}::int`);
  return rows.flatMap((row) => pick(oneTimeTokens, 't', row)?.pending ?? []);
}

/** The one conditional UPDATE that spends a token: of parallel uses one touches a row. To be a CTE named `spent`. */
export function spend(id: string, now: Date, when = sql`true`): SQL {
  return sql`
    update one_time_tokens set spent_at = ${at(now)}, pending = null
    where id = ${id}::uuid and spent_at is null and expires_at > ${at(now)} and ${when} returning id, user_id`;
}

/** With a token its siblings die: every other live token of the same user. */
export function spendSiblings(id: string, userId: string, now: Date, when: SQL): SQL {
  return spendAll(userId, now, sql`id <> ${id}::uuid and ${when}`);
}

/** Every live token of the user dies, and with it what waits for it. */
export function spendAll(userId: string, now: Date, when: SQL): SQL {
  return sql`
    update one_time_tokens set spent_at = ${at(now)}, pending = null
    where user_id = ${userId}::uuid and spent_at is null and ${when}`;
}

/** Every live token of the same kind and user that came after this one dies. */
export function spendLater({ id, userId, kind, createdAt }: OneTimeTokenRow, now: Date, when: SQL): SQL {
  const isLater = sql`(created_at, id) > (${at(createdAt)}, ${id}::uuid)`;
  return spendAll(userId, now, sql`kind = ${kind}::text and ${isLater} and ${when}`);
}

async function first(database: Database, statement: SQL): Promise<Presented | null> {
  const [row] = await database.rows(statement);
  const token = row ? pick(oneTimeTokens, 't', row) : null;
  const user = readUser(row);
  return token && user ? { row: token, user } : null;
}
