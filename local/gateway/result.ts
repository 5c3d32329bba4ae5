import { validateHeaderName, validateHeaderValue } from 'node:http';
import { endToEnd } from './headers.ts';
import { gatewayLimits } from './limits.ts';
import { bareAnswer, type GatewayAnswer, type HeaderField } from './message.ts';

/** What API Gateway answers where a function fails, times out in Lambda or returns something unfit. */
export const integrationFault = (): GatewayAnswer => bareAnswer(500, 'Internal Server Error');

/**
 * A function's result as an HTTP answer, by the rules of payload format 2.0: a structure with `statusCode`, or any other
 * JSON value, which is then the body of a 200. A structure with an unfit status, header, cookie or body, one larger than
 * Lambda lets through, or none at all, is a bare 500.
 */
export function toAnswer(result: unknown): GatewayAnswer {
  if (result === undefined || result === null) return integrationFault();
  const structure = Object(result) as Partial<Record<string, unknown>>;
  if (!Object.hasOwn(structure, 'statusCode')) return inferred(result);
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = structure;
  const fields = [...headerFields(headers), ...cookieFields(cookies)];
  if (!isStatus(statusCode) || fields.some((field) => !isFit(field))) return integrationFault();
  if (typeof body !== 'string' || typeof isBase64Encoded !== 'boolean') return integrationFault();
  const tooLarge = Buffer.byteLength(body) > gatewayLimits.payloadBytes || sizeOf(fields) > gatewayLimits.headerBytes;
  if (tooLarge) return integrationFault();
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return { status: statusCode, headers: endToEnd(fields.map(toText)).filter(notLength), body: bytes };
}

function inferred(result: unknown): GatewayAnswer {
  const body = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result));
  return { status: 200, headers: [['content-type', 'application/json']], body };
}

function isStatus(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599;
}

function headerFields(headers: unknown): [string, unknown][] {
  return typeof headers === 'object' && headers !== null ? Object.entries(headers) : [['', headers]];
}

function cookieFields(cookies: unknown): [string, unknown][] {
  return Array.isArray(cookies) ? cookies.map((cookie) => ['set-cookie', cookie]) : [['', cookies]];
}

/** A name and a value that can stand in an HTTP head: a line break in either would split the answer. */
function isFit([name, value]: [string, unknown]): boolean {
  if (!['string', 'number', 'boolean'].includes(typeof value)) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
    return true;
  } catch {
    return false;
  }
}

function sizeOf(fields: [string, unknown][]): number {
  return fields.reduce((bytes, [, value]) => bytes + Buffer.byteLength(String(value)), 0);
}

function toText([name, value]: [string, unknown]): HeaderField {
  return [name.toLowerCase(), String(value)];
}

/** The length is the gateway's to say: the body may have been decoded. */
function notLength([name]: HeaderField): boolean {
  return name !== 'content-length';
}
