const maxText = 4096;
const redacted = '[redacted]';

/** Names of secrets, in snake_case and camelCase, alone or as part of a longer name (`mfa_token`, `passwordHash`). */
const secretKey =
  /pass(word|phrase|wd)|pepper|secret|token|cookie|authori[sz]ation|credential|hash|private_?key|api_?key|signature|csrf|x-origin-verify|(^|_)otps?$|^(?!error_|status_).*codes?$/i;

/** A JSON replacer: redacts by key, turns errors into what may be written of them, and cuts very long texts. */
export function safeValue(key: string, value: unknown): unknown {
  if (key !== '' && secretKey.test(key) && value !== null && value !== undefined) return redacted;
  if (typeof value === 'string') return value.length > maxText ? `${value.slice(0, maxText)}…` : value;
  return isError(value) ? errorRecord(value, 0) : value;
}

/**
 * JSON leaves DEL, the C1 controls (U+009B starts an ANSI sequence), line separators and direction marks as they are;
 * each can break or forge a line where it is shown.
 */
export function encodeLine(json: string): string {
  return visible.test(json) ? json : json.replace(hidden, escapeUnit);
}

const visible = /^[\x20-\x7e]*$/;
const hidden = /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** By shape: an error of another realm (a test's, a worker's) is none of this one's `Error`. */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

interface ErrorRecord {
  name: string;
  message: string;
  error_code?: string;
  constraint?: string;
  frames?: string[];
  cause?: unknown;
}

function errorRecord(error: Error, depth: number): ErrorRecord {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    message: safeMessage(error),
    ...(typeof code === 'string' && { error_code: code }),
    ...(typeof constraint === 'string' && { constraint }),
    frames: frames.map((frame) => frame.trim()),
    ...(isError(error.cause) && depth < 4 && { cause: errorRecord(error.cause, depth + 1) }),
  };
}

/** Database errors quote statements and values, JSON errors quote their input: neither belongs into a log. */
function safeMessage(error: Error): string {
  const { code, query } = error as { code?: unknown; query?: unknown };
  const state = /SQLState: ([0-9A-Z]{5})/.exec(error.message)?.[1];
  if (state) return `database error, SQLState: ${state}`;
  if (query !== undefined || (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))) return 'database error';
  return error.name === 'SyntaxError' ? 'text that cannot be parsed' : error.message;
}
