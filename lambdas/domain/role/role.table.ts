import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';
import { users } from '../user/user.table.ts';

export const roles = pgTable(
  'roles',
  {
    id: id(),
    name: text('name').notNull(),
    displayName: text('display_name').notNull(),
    description: text('description').notNull(),
    /** Made by migration and fixed. */
    isSystem: boolean('is_system').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('roles_name').on(table.name)],
);

export const permissions = pgTable(
  'permissions',
  {
    id: id(),
    /** `resource:action`. */
    name: text('name').notNull(),
    resource: text('resource').notNull(),
    action: text('action').notNull(),
    description: text('description').notNull(),
  },
  (table) => [
    uniqueIndex('permissions_name').on(table.name),
    check('permissions_parts', sql`name = resource || ':' || action`),
  ],
);

export const userRoles = pgTable(
  'user_roles',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id),
    grantedBy: uuid('granted_by').references(() => users.id),
    grantedAt: instant('granted_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.roleId] }),
    index('user_roles_user_id').on(table.userId),
    index('user_roles_role_id').on(table.roleId, table.userId),
    // Whoever is purged is taken out of what they gave.
    index('user_roles_granted_by').on(table.grantedBy).where(sql`granted_by is not null`),
  ],
);

export const rolePermissions = pgTable(
  'role_permissions',
  {
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id),
    permissionId: uuid('permission_id')
      .notNull()
      .references(() => permissions.id),
  },
  (table) => [primaryKey({ columns: [table.roleId, table.permissionId] })],
);

/** One row, raised in the statement of every change to roles or their permissions: copies are read under it. */
export const rbacVersion = pgTable(
  'rbac_version',
  { id: integer('id').primaryKey(), version: integer('version').notNull() },
  () => [check('rbac_version_single', sql`id = 1`)],
);
