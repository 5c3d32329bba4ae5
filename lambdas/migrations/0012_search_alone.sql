DROP INDEX "user_search_terms_user";--> statement-breakpoint
-- Written anew below.
TRUNCATE TABLE "user_search_terms";--> statement-breakpoint
ALTER TABLE "user_search_terms" ADD COLUMN "words" text NOT NULL;--> statement-breakpoint
ALTER TABLE "user_search_terms" ADD COLUMN "is_active" boolean NOT NULL;--> statement-breakpoint
ALTER TABLE "user_search_terms" ADD COLUMN "email_verified_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "user_search_terms" ADD COLUMN "reset_required_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "user_search_terms" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "user_search_terms_user_id" ON "user_search_terms" USING btree ("user_id");--> statement-breakpoint
-- The key's index holds the whole row: a search reads nothing else.
alter table user_search_terms drop constraint user_search_terms_term_user_id_pk;
--> statement-breakpoint
alter table user_search_terms add constraint user_search_terms_term_user_id_pk primary key (term, user_id)
  include (words, is_active, email_verified_at, reset_required_at, deleted_at);
--> statement-breakpoint
create function user_search_rows_of(u users) returns setof user_search_terms
language sql stable parallel safe as $$
  select term, u.id, ' ' || string_agg(term, ' ') over (order by term collate "C" rows between unbounded preceding and unbounded following),
    u.is_active, u.email_verified_at, u.reset_required_at, u.deleted_at
  from user_search_terms_of(u.email_key, u.name) term
$$;
--> statement-breakpoint
create or replace function keep_user_search_terms() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if (new.email_key, new.name, new.is_active, new.email_verified_at, new.reset_required_at, new.deleted_at)
      is not distinct from
      (old.email_key, old.name, old.is_active, old.email_verified_at, old.reset_required_at, old.deleted_at)
    then return null; end if;
    delete from user_search_terms where user_id = new.id;
  end if;
  insert into user_search_terms select * from user_search_rows_of(new);
  return null;
end
$$;
--> statement-breakpoint
drop trigger keep_user_search_terms on users;
--> statement-breakpoint
create trigger keep_user_search_terms
  after insert or update of email_key, name, is_active, email_verified_at, reset_required_at, deleted_at on users
  for each row execute function keep_user_search_terms();
--> statement-breakpoint
insert into user_search_terms select r.* from users u cross join lateral user_search_rows_of(u) r;
