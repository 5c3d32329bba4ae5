import * as z from 'zod/mini';
import { defineContract } from '../../kernel/http/contract.ts';
import { personName, user } from '../../kernel/http/fields.ts';
import { reads, signedInIp, writes } from '../../kernel/http/limits.ts';

const locale = z.string().check(z.maxLength(35), z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'language-tag'));
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
      limits: [reads, signedInIp],
      success: { status: 200, data: user },
      errors: [],
    },
    updateMe: {
      method: 'PATCH',
      path: '/api/v1/users/me',
      summary: 'Change the own name, locale or avatar.',
      access: 'user',
      limits: [writes, signedInIp],
      body: z.object({
        name: z.optional(personName),
        locale: z.optional(z.nullable(locale)),
        avatar_url: z.optional(z.nullable(avatarUrl)),
      }),
      success: { status: 200, data: user },
      errors: [],
    },
  },
});
