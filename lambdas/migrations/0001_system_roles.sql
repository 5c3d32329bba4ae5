insert into roles (id, name, display_name, description, is_system, created_at) values
  ('01900000-0000-7000-8000-000000000001', 'admin', 'Administrator', 'May do everything', true, '2026-01-01T00:00:00Z'),
  ('01900000-0000-7000-8000-000000000002', 'support', 'Support', 'Helps users: sees them, their activity and mail, and ends their sessions', true, '2026-01-01T00:00:00Z'),
  ('01900000-0000-7000-8000-000000000003', 'user', 'User', 'Looks after the own account', true, '2026-01-01T00:00:00Z');
--> statement-breakpoint
insert into permissions (id, name, resource, action, description) values
  ('01900000-0000-7000-8000-000000000101', 'users:read', 'users', 'read', 'See users'),
  ('01900000-0000-7000-8000-000000000102', 'users:write', 'users', 'write', 'Invite, change, disable, delete and restore users'),
  ('01900000-0000-7000-8000-000000000103', 'users:act_as', 'users', 'act_as', 'Act as another user for a short time'),
  ('01900000-0000-7000-8000-000000000104', 'sessions:end', 'sessions', 'end', 'End a user''s sessions'),
  ('01900000-0000-7000-8000-000000000105', 'roles:read', 'roles', 'read', 'See roles and permissions'),
  ('01900000-0000-7000-8000-000000000106', 'roles:write', 'roles', 'write', 'Make, change and delete roles'),
  ('01900000-0000-7000-8000-000000000107', 'roles:assign', 'roles', 'assign', 'Give roles to users'),
  ('01900000-0000-7000-8000-000000000108', 'audit:read', 'audit', 'read', 'Read the audit log'),
  ('01900000-0000-7000-8000-000000000109', 'mail:read', 'mail', 'read', 'See mail deliveries'),
  ('01900000-0000-7000-8000-000000000110', 'settings:read', 'settings', 'read', 'See the settings of the platform'),
  ('01900000-0000-7000-8000-000000000111', 'stats:read', 'stats', 'read', 'See sign-in and user statistics');
--> statement-breakpoint
insert into role_permissions (role_id, permission_id)
  select '01900000-0000-7000-8000-000000000001', id from permissions;
--> statement-breakpoint
insert into role_permissions (role_id, permission_id)
  select '01900000-0000-7000-8000-000000000002', id from permissions where name in ('users:read', 'audit:read', 'mail:read', 'stats:read', 'sessions:end');
--> statement-breakpoint
insert into rbac_version (id, version) values (1, 1);
