ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK (kind in ('mail', 'session_end', 'rbac', 'job'));--> statement-breakpoint
-- Raises the version of a user's live sessions, whose copies are then written anew. As a function, for the same reason as
-- end_sessions_of: a sign-in that the caller had to wait for has begun a session with the roles of before.
create function renew_sessions_of(whose uuid) returns setof sessions
language sql volatile as $$
  update sessions set version = version + 1 where user_id = $1 and ended_at is null returning *
$$;
