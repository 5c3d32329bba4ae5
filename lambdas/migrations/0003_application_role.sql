-- The role that functions connect as. It owns nothing, and of the audit log it can read and add rows alone: no query
-- of a function, its own or an injected one, can change or remove what was written. Migrations run as the owner.
-- Roles belong to the whole server: another database of it may have made this one, perhaps at this very moment. An
-- owner who may make no role (a database on a laptop) goes without.
do $$
begin
  begin
    create role gatehouse_app nologin;
  exception when duplicate_object or unique_violation then null;
  end;
  grant usage on schema public to gatehouse_app;
  grant select, insert, update, delete on all tables in schema public to gatehouse_app;
  alter default privileges in schema public grant select, insert, update, delete on tables to gatehouse_app;
  revoke update, delete on audit_logs from gatehouse_app;
  revoke insert, update, delete on schema_migrations from gatehouse_app;
exception when insufficient_privilege then
  raise notice 'the role gatehouse_app was not made: this owner may make no role';
end
$$;
