import { validateHeaderName, validateHeaderValue } from 'node:http';
import { endToEnd } from './headers.ts';
import { gatewayLimits } from './limits.ts';
import { bareAnswer, type GatewayAnswer, type HeaderField } from './message.ts';

/** What API Gateway answers where a function fails, times out in Lambda or returns something unfit. */
export const integrationFault = (): GatewayAnswer => bareAnswer(500, 'Internal Server Error');

/**
 * A function's result as an HTTP answer, by the rules of payload format 2.0: a structure with `statusCode`, or any
 * other JSON value, which is then the body of a 200. A structure with an unfit status, header, cookie or body, one
 * larger than Lambda lets through, or none at all, is a bare 500.
 */
export function toAnswer(result: unknown): GatewayAnswer {
  if (result === undefined || result === null) return integrationFault();
  const structure = Object(result) as Partial<Record<string, unknown>>;
  if (!Object.hasOwn(structure, 'statusCode')) return inferred(result);
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = structure;
  const fields = fieldsOf(headers, cookies);
  if (!isStatus(statusCode) || !fields) return integrationFault();
  if (typeof body !== 'string' || typeof isBase64Encoded !== 'boolean') return integrationFault();
  if (Buffer.byteLength(body) > gatewayLimits.payloadBytes) return integrationFault();
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return { status: statusCode, headers: endToEnd(fields), body: bytes };
}

function inferred(result: unknown): GatewayAnswer {
  const body = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result));
  return { status: 200, headers: [['content-type', 'application/json']], body };
}

function isStatus(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599;
}

/** Headers and cookies as they are sent; null where one is unfit or API Gateway would not carry all of them. */
function fieldsOf(headers: unknown, cookies: unknown): HeaderField[] | null {
  if (typeof headers !== 'object' || headers === null || !Array.isArray(cookies)) return null;
  const given: [string, unknown][] = Object.entries(headers);
  for (const cookie of cookies) given.push(['set-cookie', cookie]);
  const fields: HeaderField[] = [];
  let bytes = 0;
  for (const [name, value] of given) {
    if (!isFit(name, value)) return null;
    const text = String(value);
    bytes += Buffer.byteLength(text);
    // The length is the gateway's to say: the body may have been decoded.
    if (name.toLowerCase() !== 'content-length') fields.push([name, text]);
  }
  return bytes > gatewayLimits.headerBytes ? null : fields;
}

const plainName = /^[\w-]+$/;
const plainValue = /^[\t\x20-\x7e]*$/;

/** A name and a value that can stand in an HTTP head: a line break in either would split the answer. */
function isFit(name: string, value: unknown): boolean {
  if (typeof value === 'string' && plainName.test(name) && plainValue.test(value)) return true;
  if (!['string', 'number', 'boolean'].includes(typeof value)) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
    return true;
  } catch {
    return false;
  }
}
