import * as z from 'zod/mini';
import { defineContract, type Limit } from '../../kernel/http/contract.ts';
import { email, id, languageTag, personName, requestToken, timestamp, user } from '../../kernel/http/fields.ts';
import { mailBreaker, mailBudget, reads, signedInIp, writes } from '../../kernel/http/limits.ts';
import { pageQuery } from '../../kernel/http/lists.ts';

/**
 * The URL parser drops line breaks and mends what is no URL; whoever reads the value later may do neither (RFC 3986 2).
 */
const notInUrls = /[\s\p{C}"<>\\^`{|}]/u;
const avatarUrl = z.string().check(
  z.maxLength(2048),
  z.refine<string>((value) => !notInUrls.test(value) && URL.canParse(value) && new URL(value).protocol === 'https:', {
    error: 'https-url',
  }),
);

const activity = z.object({
  id,
  /** `noun.verb`, as the audit log has it. */
  action: z.string(),
  outcome: z.enum(['success', 'refused']),
  by: z.enum(['you', 'other', 'unknown']),
  details: z.record(z.string(), z.unknown()),
  /** Empty, as `user_agent` is, for what others did. */
  ip: z.string(),
  user_agent: z.string(),
  session_id: z.nullable(id),
  created_at: timestamp,
});

/** What is kept, by kind; each record as it is kept, without secrets. */
const exported = z.looseObject({
  exported_at: timestamp,
  profile: user,
  activity: z.array(activity),
  /** False where only the newest part of the activity is there. */
  activity_complete: z.boolean(),
});

/** Each reads all that is kept. */
const exports: Limit = { name: 'exports', per: 'user', max: 5, windowSeconds: 3600, counts: 'all' };
const changeAsks: Limit = { name: 'email-changes', per: 'user', max: 10, windowSeconds: 3600, counts: 'all' };

/** docs/flows/account.md. */
export const account = defineContract({
  flow: 'account',
  needs: ['database', 'store', 'mail'],
  routes: {
    getMe: {
      method: 'GET',
      path: '/api/v1/users/me',
      summary: 'The signed-in user.',
      access: 'user',
      whileActing: true,
      limits: [reads, signedInIp],
      success: { status: 200, data: user },
      errors: [],
    },
    updateMe: {
      method: 'PATCH',
      path: '/api/v1/users/me',
      summary: 'Change the own name, locale or avatar.',
      access: 'user',
      whileActing: true,
      limits: [writes, signedInIp],
      body: z.object({
        name: z.optional(personName),
        locale: z.optional(z.nullable(languageTag)),
        avatar_url: z.optional(z.nullable(avatarUrl)),
      }),
      success: { status: 200, data: user },
      errors: [],
    },
    changeEmail: {
      method: 'POST',
      path: '/api/v1/users/me/email',
      summary: 'Ask for another address. It is told how to confirm; the answer never tells whether it is taken.',
      access: 'user',
      recentAuthentication: true,
      limits: [mailBudget, mailBreaker, changeAsks, signedInIp],
      body: z.object({ email }),
      success: { status: 202, data: requestToken },
      errors: [],
    },
    deleteMe: {
      method: 'DELETE',
      path: '/api/v1/users/me',
      summary: 'Delete the own account. An administrator can bring it back within 30 days.',
      access: 'user',
      recentAuthentication: true,
      limits: [writes, signedInIp],
      success: { status: 204 },
      errors: ['LAST_ADMIN', 'CONFLICT'],
    },
    exportMe: {
      method: 'GET',
      path: '/api/v1/users/me/export',
      summary: 'Everything that is kept about the signed-in user.',
      access: 'user',
      recentAuthentication: true,
      limits: [exports, signedInIp],
      success: { status: 200, data: exported },
      errors: [],
    },
    listActivity: {
      method: 'GET',
      path: '/api/v1/users/me/activity',
      summary: 'What happened to the own account, the newest first.',
      access: 'user',
      whileActing: true,
      limits: [reads, signedInIp],
      query: pageQuery,
      success: { status: 200, data: z.array(activity), list: true },
      errors: [],
    },
  },
});
