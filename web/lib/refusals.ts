/** What a person is told when a call is refused or not answered, and what to do next. */
import type { ErrorCode } from '../../lambdas/kernel/errors.ts';
import type { Failure } from '../../lambdas/kernel/http/client.ts';

export interface Words {
  title: string;
  /** What to do next. */
  advice: string;
}

export type OwnWords = Partial<Record<ErrorCode, Words>>;

const reload = 'Reload the page and try again.';
const ours = 'The fault is not yours. Try again in a moment; if it stays, tell whoever runs this site.';
const signInAgain: Words = { title: 'You are signed out.', advice: 'Sign in again to go on.' };

/** Each code of the closed list; a page that knows more says it better (`OwnWords`). */
const words: Readonly<Record<ErrorCode, Words>> = {
  MALFORMED_REQUEST: { title: 'This could not be read.', advice: reload },
  TOKEN_INVALID: { title: 'This link or code does not work any more.', advice: 'Ask for a new one.' },
  OAUTH_FAILED: { title: 'Signing in there did not work.', advice: 'Try again, or sign in another way.' },
  WEBAUTHN_FAILED: { title: 'This passkey could not be added.', advice: 'Try again, or use another device.' },
  AUTHENTICATION_REQUIRED: signInAgain,
  INVALID_CREDENTIALS: { title: 'Address or password is wrong.', advice: 'Check both and try again.' },
  MFA_CODE_INVALID: { title: 'This code is wrong.', advice: 'Wait for the next code and type that one.' },
  REFRESH_TOKEN_INVALID: signInAgain,
  FORBIDDEN: { title: 'You may not do this.', advice: 'Ask an administrator for the permission.' },
  EMAIL_NOT_VERIFIED: { title: 'Your address is not verified yet.', advice: 'Open the mail that we sent you.' },
  CSRF_FAILED: { title: 'This page is out of date.', advice: reload },
  REAUTHENTICATION_REQUIRED: { title: 'Show again that it is you.', advice: 'Sign in again to go on.' },
  REAUTHENTICATION_FAILED: { title: 'That was not right.', advice: 'Try again.' },
  NOT_FOUND: { title: 'This is not there any more.', advice: 'Go back and look again.' },
  METHOD_NOT_ALLOWED: { title: 'This page is out of date.', advice: reload },
  NOT_ACCEPTABLE: { title: 'This page is out of date.', advice: reload },
  CONFLICT: { title: 'Something else has changed this.', advice: reload },
  EMAIL_TAKEN: { title: 'This address belongs to another account.', advice: 'Use another address.' },
  LAST_ADMIN: { title: 'This is the last administrator.', advice: 'Make somebody else one first.' },
  LAST_CREDENTIAL: { title: 'This is your last way to sign in.', advice: 'Add another one first.' },
  ALREADY_DONE: { title: 'This was done already.', advice: reload },
  PRECONDITION_FAILED: { title: 'Something else has changed this.', advice: reload },
  PAYLOAD_TOO_LARGE: { title: 'This is too long.', advice: 'Shorten what you typed.' },
  UNSUPPORTED_MEDIA_TYPE: { title: 'This page is out of date.', advice: reload },
  VALIDATION_FAILED: { title: 'Some fields need another value.', advice: 'Mend what is marked.' },
  PRECONDITION_REQUIRED: { title: 'This page is out of date.', advice: reload },
  RATE_LIMITED: { title: 'Too many tries.', advice: 'Wait a little, then try again.' },
  INTERNAL: { title: 'Something went wrong on our side.', advice: ours },
  DEPENDENCY_UNAVAILABLE: { title: 'This does not work right now.', advice: ours },
};

export const noAnswer: Words = {
  title: 'There was no answer.',
  advice: 'Check your connection and try again. Nothing that you typed is lost.',
};

/** A refusal as a form shows it. */
export interface Trouble extends Words {
  /** A sentence for each field that needs another value. */
  fields: Readonly<Record<string, string>>;
  /** After how many seconds another try has a chance. */
  retryAfterSeconds: number | null;
  code: ErrorCode | null;
}

/** `failure` is null where no answer came. */
export function troubleOf(failure: Failure | null, own: OwnWords = {}): Trouble {
  if (failure === null) return { ...noAnswer, fields: {}, retryAfterSeconds: null, code: null };
  const seconds = Number(failure.headers.get('retry-after') ?? Number.NaN);
  return {
    ...(own[failure.code] ?? words[failure.code] ?? words.INTERNAL),
    fields: failure.code === 'VALIDATION_FAILED' ? fieldsOf(failure.details) : {},
    retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null,
    code: failure.code,
  };
}

function fieldsOf({ fields }: Record<string, unknown>): Record<string, string> {
  if (typeof fields !== 'object' || fields === null) return {};
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === 'string'),
  );
}

/** A wait as a person says it. */
export function waitWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
