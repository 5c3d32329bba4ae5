/**
 * Plain words for each validation fault. zod/mini says 'Invalid input' for everything; API and web app share this one
 * table instead. No server code may be imported here.
 */

/** What is needed of a zod issue. */
export interface Issue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly path: readonly PropertyKey[];
  readonly expected?: unknown;
  readonly format?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly divisor?: unknown;
  readonly values?: unknown;
  readonly keys?: unknown;
}

/** Our own faults: the `error` of a refinement or pattern in a contract. */
const ownFaults: Readonly<Record<string, string>> = {
  'unreadable-characters': 'Contains characters that cannot be read.',
  'control-characters': 'Must not contain control characters.',
  invisible: 'Must have a character that can be seen.',
  'role-name': 'Must be small letters and digits, in words joined by - or _.',
  'language-tag': 'Must be a language tag such as en or de-CH.',
  'audit-action': 'Must be an action such as session.started, or a family of them such as session.*.',
  'https-url': 'Must be a web address that starts with https://.',
  'no-such-year': 'Must be a time of the year 0001 or later.',
  'given-twice': 'Must be given only once.',
};

const typeWords: Readonly<Record<string, string>> = {
  string: 'Must be text.',
  number: 'Must be a number.',
  int: 'Must be a whole number.',
  boolean: 'Must be true or false.',
  array: 'Must be a list.',
  object: 'Must be an object.',
  record: 'Must be an object.',
};

const formatWords: Readonly<Record<string, string>> = {
  email: 'Must be an e-mail address.',
  url: 'Must be a web address.',
  uuid: 'Must be an id (UUID).',
  datetime: 'Must be a time such as 2030-01-31T12:00:00Z.',
  date: 'Must be a date such as 2030-01-31.',
};

const required = 'Is required.';
const wrong = 'Has a value that cannot be used.';

/** One sentence for one fault; `input` is the value that was validated, to tell a missing field from a wrong one. */
export function words(issue: Issue, input?: unknown): string {
  const own = ownFaults[issue.message];
  if (own) return own;
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(input, issue.path) === undefined ? required : (typeWords[String(issue.expected)] ?? wrong);
    case 'too_small':
      return sized(issue, 'minimum', 'at least');
    case 'too_big':
      return sized(issue, 'maximum', 'at most');
    case 'invalid_format':
      return formatWords[String(issue.format)] ?? 'Has the wrong form.';
    case 'invalid_value':
      return valueAt(input, issue.path) === undefined ? required : oneOf(issue.values);
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}.`;
    case 'unrecognized_keys':
      return 'Is not known here.';
    default:
      return wrong;
  }
}

/** The first fault of each field, by its dotted path. A fault of the whole input is under `body`. */
export function fieldWords(issues: readonly Issue[], input?: unknown): Record<string, string> {
  const fields = new Map<string, string>();
  for (const issue of issues)
    for (const path of pathsOf(issue)) {
      const name = path.length === 0 ? 'body' : path.map(String).join('.');
      if (!fields.has(name)) fields.set(name, words(issue, input));
    }
  return Object.fromEntries(fields);
}

/** Fields that are not known are each at fault, not what they stand in. */
function pathsOf({ code, path, keys }: Issue): (readonly PropertyKey[])[] {
  return code === 'unrecognized_keys' && Array.isArray(keys) ? keys.map((key) => [...path, key]) : [path];
}

function sized(issue: Issue, bound: 'minimum' | 'maximum', comparison: string): string {
  const limit = Number(issue[bound]);
  if (issue.origin === 'string') {
    if (bound === 'minimum' && limit === 1) return 'Must not be empty.';
    return `Must have ${comparison} ${limit} ${limit === 1 ? 'character' : 'characters'}.`;
  }
  if (issue.origin === 'array') return `Must have ${comparison} ${limit} ${limit === 1 ? 'entry' : 'entries'}.`;
  return `Must be ${comparison} ${limit}.`;
}

function oneOf(values: unknown): string {
  const options = Array.isArray(values) ? values.map(String) : [];
  if (options.length === 0) return wrong;
  return options.length === 1 ? `Must be ${options[0]}.` : `Must be one of ${options.join(', ')}.`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let at = input;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}
