-- Facts about the database are the owner's: what functions may do is read from them.
do $$
begin
  if to_regrole('gatehouse_app') is not null then
    revoke insert, update, delete on platform_facts from gatehouse_app;
  end if;
end
$$;
--> statement-breakpoint
-- How long rows of the audit log are kept, whatever a function may ask for.
create function audit_retention_days() returns integer
language sql stable set search_path = public, pg_temp as $$
  select greatest(90, coalesce((select value::integer from platform_facts where name = 'audit_retention_days'), 400))
$$;
--> statement-breakpoint
-- The oldest month (YYYY_MM) that there is of the audit log and that is over its time, or null.
create function audit_month_over() returns text
language sql stable security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
  select min(month) from (
    select substr(c.relname, 12) as month from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'audit_logs'::regclass and c.relname ~ '^audit_logs_[0-9]{4}_[0-9]{2}$'
    union all
    select to_char(min(created_at), 'YYYY_MM') from audit_logs_other
  ) months
  where month < to_char(now() - make_interval(days => audit_retention_days()), 'YYYY_MM')
$$;
--> statement-breakpoint
-- Drops a month with its seals, and answers how many rows went. Only one that is over its time, by the database's own
-- clock, and all of which stands in the archive.
create function audit_drop_month(month text) returns integer
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
  first_day timestamptz;
  next_day timestamptz;
  part text := 'audit_logs_' || month;
  dropped integer := 0;
  others integer;
begin
  if month !~ '^[0-9]{4}_(0[1-9]|1[0-2])$' then
    raise exception 'no month of the audit log' using errcode = '22023';
  end if;
  perform pg_advisory_xact_lock(7146420872);
  first_day := to_date(month, 'YYYY_MM')::timestamptz;
  next_day := first_day + interval '1 month';
  if next_day > date_trunc('month', now() - make_interval(days => audit_retention_days())) then
    raise exception 'the month is not over its time' using errcode = '42501';
  end if;
  if exists (select 1 from audit_unsealed u where u.created_at >= first_day and u.created_at < next_day)
    or exists (
      select 1 from audit_seals s where s.audit_created_at >= first_day and s.audit_created_at < next_day
        and s.seq > coalesce((select max(c.seq) from audit_checkpoints c), 0)) then
    raise exception 'rows of the month do not stand in the archive' using errcode = '55000';
  end if;
  if to_regclass(part) is not null then
    execute format('select count(*)::integer from %I', part) into dropped;
    execute format('drop table %I', part);
  end if;
  delete from audit_logs_other o where o.created_at >= first_day and o.created_at < next_day;
  get diagnostics others = row_count;
  -- The last one that stands in the archive stays whatever it is of: the next one goes on from it.
  delete from audit_seals s where s.audit_created_at >= first_day and s.audit_created_at < next_day
    and s.seq < coalesce((select max(c.seq) from audit_checkpoints c), 0);
  return dropped + others;
end
$$;
--> statement-breakpoint
-- Blanks what is personal in rows about a user who is gone, the oldest first, and answers how many: their commitment
-- stays, and with it the chain. Nobody else's rows can be blanked by it.
create function audit_erase(gone uuid, most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  erased integer;
begin
  if exists (select 1 from users u where u.id = gone)
    or not exists (select 1 from audit_logs a where a.user_id = gone and a.action = 'user.purged') then
    raise exception 'the user is not gone' using errcode = '42501';
  end if;
  update audit_logs a set ip_address = '', user_agent = '', details = '{}', salt = null
  from (
    select w.created_at, w.id from audit_logs w where w.user_id = gone and w.salt is not null
    order by w.created_at, w.id limit most) w
  where a.created_at = w.created_at and a.id = w.id;
  get diagnostics erased = row_count;
  return erased;
end
$$;
--> statement-breakpoint
revoke all on function audit_month_over(), audit_drop_month(text), audit_erase(uuid, integer) from public;
--> statement-breakpoint
do $$
begin
  if to_regrole('gatehouse_app') is not null then
    grant execute on function audit_month_over(), audit_drop_month(text), audit_erase(uuid, integer) to gatehouse_app;
  end if;
end
$$;
