/** The one index along which a list of users goes, and what of the list's filters it does not know. */
import { type SQL, sql } from 'drizzle-orm';

export type UserStatus = 'active' | 'disabled' | 'unverified' | 'reset_required' | 'deleted';
export type UserSort = 'created_at' | 'email' | 'name' | 'deleted_at';

/** Which users a list has; null where it does not matter. Without a status: all that are not deleted. */
export interface UserFilter {
  /** That all have to be found, by the beginnings of the account's own words. The first one decides the order. */
  words: readonly string[];
  /** Of that name. */
  role: string | null;
  status: UserStatus | null;
}

export interface Walk {
  from: SQL;
  where: SQL;
  /** What the index is ordered by before the user's id; null where that is all. */
  value: SQL | null;
  valueType: 'text' | 'timestamptz';
  userId: SQL;
  /** The row that says the user's state. */
  state: SQL;
}

const ofUsers = {
  from: sql`users w`,
  where: sql`true`,
  value: null,
  valueType: 'text',
  userId: sql`w.id`,
  state: sql`w`,
} as const;
/** Word for word the conditions of the partial indexes. */
const walksOfStatus: Readonly<Record<Exclude<UserStatus, 'active'>, Walk>> = {
  disabled: { ...ofUsers, where: sql`not w.is_active and w.deleted_at is null` },
  unverified: { ...ofUsers, where: sql`w.email_verified_at is null and w.deleted_at is null` },
  reset_required: { ...ofUsers, where: sql`w.reset_required_at is not null and w.deleted_at is null` },
  deleted: { ...ofUsers, where: sql`w.deleted_at is not null`, value: sql`w.deleted_at`, valueType: 'timestamptz' },
};
const walksOfSort: Readonly<Record<UserSort, Walk>> = {
  created_at: ofUsers,
  email: { ...ofUsers, value: sql`w.email_key` },
  name: { ...ofUsers, value: sql`w.name` },
  deleted_at: walksOfStatus.deleted,
};

/** What the filter chooses fewest of decides: a word, then a role, then a state. */
export function walkOf({ words: [word], role, status }: UserFilter, sort: UserSort): Walk {
  if (word !== undefined)
    return {
      from: sql`user_search_terms w`,
      where: beginsWith(sql`w.term`, word),
      value: sql`w.term`,
      valueType: 'text',
      userId: sql`w.user_id`,
      state: sql`w`,
    };
  if (role !== null)
    return {
      // Each user by the key: a join might read all users for the few hundred that are looked at.
      from: sql`user_roles w cross join lateral (select u.* from users u where u.id = w.user_id offset 0) u`,
      where: sql`w.role_id = (select id from roles where name = ${role}::text)`,
      value: null,
      valueType: 'text',
      userId: sql`w.user_id`,
      state: sql`u`,
    };
  return status === null || status === 'active' ? walksOfSort[sort] : walksOfStatus[status];
}

/** The orders that the walk can be gone in; none but its own where words are looked for. */
export function sortsOf({ words, role, status }: UserFilter): readonly UserSort[] {
  if (words.length > 0) return [];
  if (role !== null) return ['created_at'];
  if (status === null || status === 'active') return ['created_at', 'email', 'name'];
  return status === 'deleted' ? ['deleted_at'] : ['created_at'];
}

/** What a row of the walk must fulfil beyond it, the cheapest first. */
export function restOf({ words: [word, ...others], role, status }: UserFilter, { state }: Walk): SQL {
  const isInState = status === null ? sql`${state}.deleted_at is null` : states[status](state);
  if (word === undefined) return isInState;
  const isGranted = role === null ? [] : [hasRole(role)];
  return sql.join([isInState, ...others.map(hasWord), isFirstMatch(word), ...isGranted], sql` and `);
}

const states: Readonly<Record<UserStatus, (row: SQL) => SQL>> = {
  active: (row) => sql`${row}.is_active and ${row}.deleted_at is null`,
  disabled: (row) => sql`not ${row}.is_active and ${row}.deleted_at is null`,
  unverified: (row) => sql`${row}.email_verified_at is null and ${row}.deleted_at is null`,
  reset_required: (row) => sql`${row}.reset_required_at is not null and ${row}.deleted_at is null`,
  deleted: (row) => sql`${row}.deleted_at is not null`,
};

function hasRole(name: string): SQL {
  return sql`exists (select 1 from user_roles g
    where g.user_id = w.user_id and g.role_id = (select id from roles where name = ${name}::text))`;
}

/** Of several words of one user that begin so, the first stands for the user. */
function isFirstMatch(word: string): SQL {
  return sql`split_part(substr(w.words, ${placeOf(word)} + 1), ' ', 1) = w.term`;
}

function hasWord(word: string): SQL {
  return sql`${placeOf(word)} > 0`;
}

/** Where the first word that begins so stands, from the space before it on; 0 where none does. */
function placeOf(word: string): SQL {
  return sql`strpos(w.words, ' ' || search_fold(${word}::text))`;
}

/** A range of the bytes' own order, in which nothing is a wild card: up to the last character that there is. */
function beginsWith(term: SQL, word: string): SQL {
  const folded = sql`search_fold(${word}::text)`;
  return sql`${term} >= ${folded} and ${term} < ${folded} || chr(1114111)`;
}
