/** Fields that several contracts share. */
import * as z from 'zod/mini';

/** No NUL and no lone surrogate: PostgreSQL stores neither, and nobody types them. */
const wellFormed = z.refine<string>((text) => !text.includes('\0') && text.isWellFormed(), {
  error: 'unreadable-characters',
});

export const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), wellFormed);

/** The grammar is checked by `domain/user/email.ts`, which also makes the key by which an address is compared. */
export const email = text(320);
/** Rules of length and strength are in `domain/credential/password-policy.ts`: a sign-in checks none of them. */
export const password = text(1024);
/** Line breaks, and what turns the text around a name about (UAX 9, 2.1 to 2.4): a name that hides what it is. */
const ruly = /^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;
/** One character at least that leaves ink: a nameless person cannot be told from others. U+2800 is braille's blank. */
const seen = /[^\p{C}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;
export const personName = z.pipe(
  z.string().check(z.maxLength(200), wellFormed),
  z
    .string()
    .check(z.trim(), z.minLength(1), z.maxLength(100), z.regex(ruly, 'control-characters'), z.regex(seen, 'invisible')),
);
const line = (min: number, max: number) =>
  z.string().check(z.trim(), z.minLength(min), z.maxLength(max), wellFormed, z.regex(ruly, 'control-characters'));
/** May be empty. */
export const roleDescription = line(0, 500);
/** It is shown to the user as whom an administrator acts. */
export const actingReason = line(5, 500);
/** BCP 47. */
export const languageTag = z
  .string()
  .check(z.maxLength(35), z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'language-tag'));
export const token = text(512);
export const mailCode = text(32);
export const tokenDelivery = z.optional(z.enum(['cookie', 'body']));
export const timestamp = z.iso.datetime();
/** A time that is asked for. PostgreSQL knows no year 0000, which a timestamp may bear (RFC 3339 1). */
export const askedTime = z.iso
  .datetime()
  .check(z.refine((text) => !text.startsWith('0000'), { error: 'no-such-year' }));
/** Of its spellings (RFC 9562 4) the one that is compared, written down and signed. */
export const id = z.uuid().check(z.toLowerCase());
/** Of one user: their names stand in each access token, which a header has to hold. */
export const mostRolesOfUser = 20;

export const jobKind = z.enum(['users_bulk', 'users_export', 'audit_export']);
export const jobState = z.enum(['queued', 'running', 'done', 'failed']);
export const jobFailure = z.enum(['starter_gone', 'session_ended', 'permission_lost', 'internal']);

/** Work that takes longer than a request. */
export const job = z.object({
  id,
  kind: jobKind,
  state: jobState,
  /** Why it failed; what was done before stays done. */
  reason: z.nullable(jobFailure),
  done: z.int(),
  /** Null while it is not known. */
  total: z.nullable(z.int()),
  /** Of a change of many: each that was refused, and the code with which. */
  errors: z.array(z.object({ id, code: z.string() })),
  /** Of an export: into how many parts its result is divided, from 1 on. */
  parts: z.int(),
  created_at: timestamp,
  finished_at: z.nullable(timestamp),
  /** Until when a result can be fetched. */
  result_until: z.nullable(timestamp),
});

/** The public view of a user. Mapped by hand in `domain/user/user.ts`, so that a new column cannot leak. */
export const user = z.object({
  id,
  email: z.string(),
  name: z.string(),
  locale: z.nullable(z.string()),
  avatar_url: z.nullable(z.string()),
  email_verified: z.boolean(),
  roles: z.array(z.string()),
  permissions: z.array(z.string()),
  created_at: timestamp,
  updated_at: timestamp,
});

export const tokens = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int(),
  refresh_token: z.optional(z.string()),
  user,
  /** The password was found in a list of stolen ones. Nothing is forced. */
  password_change_recommended: z.optional(z.literal(true)),
  /** Where the sign-in leads, where that was asked for and is allowed: a page of ours by its path, or another origin's. */
  return_to: z.optional(z.string()),
});

export const secondFactorMethod = z.enum(['totp', 'hotp', 'webauthn', 'recovery_code']);
export type SecondFactorMethod = z.infer<typeof secondFactorMethod>;

/** The kinds of factor that have codes to be typed. */
export const codeMethod = z.enum(['totp', 'hotp', 'recovery_code']);
/** With the spaces and hyphens that people type. */
export const factorCode = text(32);

/** What proves again who a signed-in user is. */
export const stepUpMethod = z.enum(['totp', 'hotp', 'password', 'webauthn', 'oauth', 'mail']);
export type StepUpMethod = z.infer<typeof stepUpMethod>;

/** The first factor was right and a second one is due. */
export const secondFactorDue = z.object({
  mfa_required: z.literal(true),
  mfa_token: z.string(),
  methods: z.array(secondFactorMethod),
});

/** What every first factor answers. */
export const signInAnswer = z.union([tokens, secondFactorDue]);

export const requestToken = z.object({ request_token: z.string() });
