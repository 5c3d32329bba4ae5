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
}

const byId = { value: null, valueType: 'text', userId: sql`w.id` } as const;
/** Word for word the conditions of the partial indexes. */
const walksOfStatus: Readonly<Record<Exclude<UserStatus, 'active'>, Walk>> = {
  disabled: { ...byId, from: sql`users w`, where: sql`not w.is_active and w.deleted_at is null` },
  unverified: { ...byId, from: sql`users w`, where: sql`w.email_verified_at is null and w.deleted_at is null` },
  reset_required: { ...byId, from: sql`users w`, where: sql`w.reset_required_at is not null and w.deleted_at is null` },
  deleted: {
    from: sql`users w`,
    where: sql`w.deleted_at is not null`,
    value: sql`w.deleted_at`,
    valueType: 'timestamptz',
    userId: sql`w.id`,
  },
};
const walksOfSort: Readonly<Record<UserSort, Walk>> = {
  created_at: { ...byId, from: sql`users w`, where: sql`true` },
  email: { ...byId, from: sql`users w`, where: sql`true`, value: sql`w.email_key` },
  name: { ...byId, from: sql`users w`, where: sql`true`, value: sql`w.name` },
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
    };
  if (role !== null)
    return {
      ...byId,
      from: sql`user_roles w`,
      where: sql`w.role_id = (select id from roles where name = ${role}::text)`,
      userId: sql`w.user_id`,
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

/** What a row of the walk, whose user is `u`, must fulfil beyond it. */
export function restOf({ words: [word, ...others], role, status }: UserFilter): SQL {
  const searched = word === undefined ? [] : [isFirstMatch(word), ...others.map(hasWord)];
  const granted =
    word === undefined || role === null
      ? []
      : [
          sql`exists (select 1 from user_roles g join roles r on r.id = g.role_id
            where g.user_id = u.id and r.name = ${role}::text)`,
        ];
  return sql.join([...searched, ...granted, isInState(status)], sql` and `);
}

const states: Readonly<Record<UserStatus, SQL>> = {
  active: sql`u.is_active and u.deleted_at is null`,
  disabled: sql`not u.is_active and u.deleted_at is null`,
  unverified: sql`u.email_verified_at is null and u.deleted_at is null`,
  reset_required: sql`u.reset_required_at is not null and u.deleted_at is null`,
  deleted: sql`u.deleted_at is not null`,
};

function isInState(status: UserStatus | null): SQL {
  return status === null ? sql`u.deleted_at is null` : states[status];
}

/** Of several words of one user that begin so, the first stands for the user. */
function isFirstMatch(word: string): SQL {
  return sql`not ${hasTerm(sql`${beginsWith(sql`s.term`, word)} and s.term < e.value`)}`;
}

function hasWord(word: string): SQL {
  return hasTerm(beginsWith(sql`s.term`, word));
}

/** `offset 0` keeps it a question about one user: PostgreSQL would else join with every word that begins so. */
function hasTerm(condition: SQL): SQL {
  return sql`exists (select 1 from user_search_terms s where s.user_id = u.id and ${condition} offset 0)`;
}

/** A range of the bytes' own order, in which nothing is a wild card: up to the last character that there is. */
function beginsWith(term: SQL, word: string): SQL {
  const folded = sql`search_fold(${word}::text)`;
  return sql`${term} >= ${folded} and ${term} < ${folded} || chr(1114111)`;
}
