-- The audit log, a partition for each month: what is read goes to few of them, and what is over its time goes at once.
-- What no month has room for (a clock that was moved, a month that nobody opened) goes to audit_logs_other.
alter table audit_logs rename to audit_logs_before;
--> statement-breakpoint
create table audit_logs (like audit_logs_before including defaults) partition by range (created_at);
--> statement-breakpoint
create table audit_logs_other partition of audit_logs default;
--> statement-breakpoint
insert into audit_logs select * from audit_logs_before;
--> statement-breakpoint
drop table audit_logs_before;
--> statement-breakpoint
alter table audit_logs add constraint audit_logs_created_at_id_pk primary key (created_at, id);
--> statement-breakpoint
create index audit_logs_user on audit_logs (user_id, created_at, id);
--> statement-breakpoint
create index audit_logs_action on audit_logs (action, created_at, id);
--> statement-breakpoint
create index audit_logs_resource on audit_logs (resource, created_at, id);
--> statement-breakpoint
create index audit_logs_ip on audit_logs (ip_address, created_at, id);
--> statement-breakpoint
-- Opens this month and the next two, by the database's own clock; answers how many were not there. As the owner: the
-- functions' role makes no table, and may neither change nor remove a row of one.
create function audit_open_months() returns integer
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
  opened integer := 0;
  first_day timestamptz;
  next_day timestamptz;
  part text;
begin
  perform pg_advisory_xact_lock(7146420872);
  for ahead in 0..2 loop
    first_day := date_trunc('month', now()) + make_interval(months => ahead);
    next_day := first_day + interval '1 month';
    part := 'audit_logs_' || to_char(first_day, 'YYYY_MM');
    if to_regclass(part) is null then
      execute format('create table %I (like audit_logs including defaults)', part);
      execute format(
        'with moved as (delete from audit_logs_other where created_at >= %L and created_at < %L returning *)
          insert into %I select * from moved', first_day, next_day, part);
      execute format('alter table audit_logs attach partition %I for values from (%L) to (%L)', part, first_day, next_day);
      if to_regrole('gatehouse_app') is not null then
        execute format('revoke update, delete, truncate on %I from gatehouse_app', part);
      end if;
      opened := opened + 1;
    end if;
  end loop;
  return opened;
end
$$;
--> statement-breakpoint
select audit_open_months();
--> statement-breakpoint
-- Every row waits for its seal from its own insert on.
create function audit_await_seal() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into audit_unsealed (audit_id, created_at) values (new.id, new.created_at);
  return null;
end
$$;
--> statement-breakpoint
create trigger audit_await_seal after insert on audit_logs for each row execute function audit_await_seal();
--> statement-breakpoint
insert into audit_unsealed (audit_id, created_at) select id, created_at from audit_logs;
--> statement-breakpoint
revoke all on function audit_open_months() from public;
--> statement-breakpoint
-- The chain is as fixed as the rows: the sealer adds to it, and takes from what waits.
do $$
begin
  if to_regrole('gatehouse_app') is not null then
    grant execute on function audit_open_months() to gatehouse_app;
    grant select, insert on audit_logs to gatehouse_app;
    revoke update, delete, truncate on audit_logs, audit_logs_other, audit_seals, audit_checkpoints from gatehouse_app;
    revoke insert, update, truncate on audit_unsealed from gatehouse_app;
  end if;
end
$$;
--> statement-breakpoint
-- As people type it: small letters without accents.
create function search_fold(words text) returns text
language sql immutable parallel safe as $$
  select regexp_replace(normalize(lower(words), NFD), '[\u0300-\u036f]', '', 'g')
$$;
--> statement-breakpoint
alter table user_search_terms alter column term type text collate "C";
--> statement-breakpoint
create function user_search_terms_of(email_key text, name text) returns setof text
language sql immutable parallel safe as $$
  select distinct left(word, 100) from (
    select search_fold(email_key) as word
    union all select split_part(email_key, '@', 2)
    union all select regexp_split_to_table(search_fold(split_part(email_key, '@', 1)), '[^[:alnum:]]+')
    union all select regexp_split_to_table(search_fold(name), '[[:space:]]+')
  ) words where word <> ''
$$;
--> statement-breakpoint
create function keep_user_search_terms() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if new.email_key = old.email_key and new.name = old.name then return null; end if;
    delete from user_search_terms where user_id = new.id;
  end if;
  insert into user_search_terms (term, user_id)
    select term, new.id from user_search_terms_of(new.email_key, new.name) term;
  return null;
end
$$;
--> statement-breakpoint
create trigger keep_user_search_terms after insert or update of email_key, name on users
  for each row execute function keep_user_search_terms();
--> statement-breakpoint
insert into user_search_terms (term, user_id)
  select term, u.id from users u cross join lateral user_search_terms_of(u.email_key, u.name) term;
