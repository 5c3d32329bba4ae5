import type { Middleware, Result, Step } from './exchange.ts';
import { requestIdHeaders } from './request-id.ts';

/** OWASP REST Security Cheat Sheet, Security Headers; ASVS 5.0 3.4. There is no CORS header: one origin serves all. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  vary: 'Origin',
} as const;

function finish(step: Step): void {
  const response = step.response as Result;
  const headers: Record<string, string> = { 'cache-control': 'no-store', ...response.headers, ...securityHeaders };
  requestIdHeaders(step.event, headers);
  response.headers = headers;
}

export const secure: Middleware = { after: finish, onError: finish };
