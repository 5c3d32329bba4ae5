-- Ends the live sessions of a user, but for one where it is given. As a function, since each statement of a volatile one
-- sees what was committed until then (PostgreSQL 38.7): a sign-in whose commit the caller had to wait for has begun a
-- session that the caller's own statement, begun before, does not see.
create function end_sessions_of(whose uuid, kept uuid, why text, at timestamptz) returns setof sessions
language sql volatile as $$
  update sessions set version = version + 1, ended_at = $4, end_reason = $3
  where user_id = $1 and ended_at is null and ($2 is null or id <> $2) returning *
$$;
