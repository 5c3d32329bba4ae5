import { AuthError } from '../../errors.ts';
import type { Exchange, Middleware, Step } from './exchange.ts';
import { parseObject } from './json.ts';

const maxBytes = 64 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the body where the route takes one: 413 over 64 KiB, 400 for what is not one JSON object or form. */
export const body: Middleware = {
  before: ({ event: exchange }: Step) => {
    const { event, plan } = exchange;
    if (!plan?.changes) return;
    const raw = event.body ?? '';
    if (tooLarge(raw, event.isBase64Encoded)) throw new AuthError('PAYLOAD_TOO_LARGE');
    if (plan.route.body) exchange.rawBody = read(raw, exchange);
  },
};

function read(raw: string, { event, plan }: Exchange): Record<string, unknown> {
  if (raw === '' && plan?.route.bodyOptional) return {};
  const text = event.isBase64Encoded ? decode(raw) : raw;
  const value = text === null ? null : plan?.route.takesForm ? parseForm(text) : parseObject(text);
  if (!value) throw new AuthError('MALFORMED_REQUEST');
  return value;
}

/** A field that comes twice is refused: two readers could take different values of it. */
function parseForm(text: string): Record<string, unknown> | null {
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in fields) return null;
    fields[name] = value;
  }
  return fields;
}

/** The length is judged before anything is decoded. */
function tooLarge(raw: string, isBase64: boolean): boolean {
  if (isBase64) return Buffer.byteLength(raw, 'base64') > maxBytes;
  // A UTF-16 unit is at most three bytes of UTF-8, so short texts need no count.
  return raw.length * 3 > maxBytes && Buffer.byteLength(raw) > maxBytes;
}

function decode(raw: string): string | null {
  try {
    return utf8.decode(Buffer.from(raw, 'base64'));
  } catch {
    return null;
  }
}
