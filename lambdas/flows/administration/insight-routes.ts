/** What administrators look at: numbers, mails, settings, what happened to a user. */
import * as z from 'zod/mini';
import { auditEntry } from '../../kernel/http/audit-entry.ts';
import type { Route } from '../../kernel/http/contract.ts';
import { id, timestamp } from '../../kernel/http/fields.ts';
import { administrationLimit, signedInIp } from '../../kernel/http/limits.ts';
import { pageQuery } from '../../kernel/http/lists.ts';

const count = z.int();
const byKey = z.record(z.string(), count);

/** Shares are of all users that are not deleted, 0 to 1. Days are in UTC, `2026-01-31`. */
const statistics = z.object({
  /** When the numbers were counted; null before the first time. */
  counted_at: z.nullable(timestamp),
  users: z.object({ total: count, active: count, disabled: count, unverified: count, deleted: count }),
  active_users: z.object({ day: count, week: count, month: count }),
  two_step: z.object({ users: count, share: z.number() }),
  passkeys: z.object({ users: count, share: z.number() }),
  /** The oldest first; a day without an event has zeros. */
  days: z.array(
    z.object({
      day: z.iso.date(),
      users: z.nullable(count),
      active_users: z.nullable(count),
      registrations: count,
      /** By method, such as `password`. */
      sign_ins: byKey,
      failures: byKey,
      /** By what became of them. */
      mails: byKey,
    }),
  ),
});

export const deliveryOutcome = z.enum(['waiting', 'sent', 'suppressed', 'refused', 'bounced', 'complained']);

const delivery = z.object({
  id,
  template: z.nullable(z.string()),
  outcome: deliveryOutcome,
  /** Null where nobody has, or has had, an account. Address and name are for those who may read users. */
  user: z.nullable(z.object({ id, email: z.nullable(z.string()), name: z.nullable(z.string()) })),
  attempts: count,
  last_error: z.nullable(z.string()),
  created_at: timestamp,
  done_at: z.nullable(timestamp),
});

/** What is set, without a secret. Lifetimes in seconds. */
const settings = z.object({
  mode: z.enum(['cloud', 'local', 'test']),
  origin: z.string(),
  allowed_origins: z.array(z.string()),
  return_to: z.array(z.string()),
  client_id: z.string(),
  brand: z.object({ name: z.string() }),
  mail_from: z.string(),
  security_contact: z.string(),
  rate_limits: z.boolean(),
  password: z.object({ min_length: count, max_length: count, hash_cost: count, breach_check: z.nullable(z.string()) }),
  lifetimes: z.record(z.string(), count),
  passkeys: z.object({ rp_id: z.nullable(z.string()), previous_rp_ids: z.array(z.string()) }),
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
  outgoing_hosts: z.array(z.string()),
  /** Sessions and one-time tokens from before it are dead. */
  epoch: timestamp,
});

/**
 * An audit row about the user, or the end of one of their sessions (`session.over`): `reason` says why, and `actor` whose
 * the session was where an administrator acted as the user.
 */
export const timelineEntry = z.extend(
  z.omit(auditEntry, { user_id: true, user_email: true, resource: true, request_id: true, erased: true }),
  { kind: z.enum(['event', 'session_end']) },
);

export const insightRoutes = {
  getTimeline: {
    method: 'GET',
    path: '/api/v1/users/{id}/timeline',
    summary: 'What happened to a user, the newest first: why they were signed out, why they were refused.',
    access: { permission: 'audit:read' },
    limits: [administrationLimit, signedInIp],
    params: z.object({ id }),
    query: pageQuery,
    success: { status: 200, data: z.array(timelineEntry), list: true },
    errors: ['NOT_FOUND'],
  },
  getStatistics: {
    method: 'GET',
    path: '/api/v1/admin/stats',
    summary: 'Users, sign-ins and mails in numbers, which a worker keeps.',
    access: { permission: 'stats:read' },
    limits: [administrationLimit, signedInIp],
    query: z.strictObject({ days: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(90)), 30) }),
    success: { status: 200, data: statistics },
    errors: [],
  },
  listMailDeliveries: {
    method: 'GET',
    path: '/api/v1/mail-deliveries',
    summary: 'Mails of the last 30 days, the newest first, and what became of them.',
    access: { permission: 'mail:read' },
    limits: [administrationLimit, signedInIp],
    query: z.strictObject({
      ...pageQuery.shape,
      'filter[user_id]': z.optional(id),
      'filter[outcome]': z.optional(deliveryOutcome),
    }),
    success: { status: 200, data: z.array(delivery), list: true },
    errors: [],
  },
  getSettings: {
    method: 'GET',
    path: '/api/v1/settings',
    summary: 'What the platform is set to, without its secrets.',
    access: { permission: 'settings:read' },
    limits: [administrationLimit, signedInIp],
    success: { status: 200, data: settings },
    errors: [],
  },
} as const satisfies Record<string, Route>;
