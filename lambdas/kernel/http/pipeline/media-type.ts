import { AuthError } from '../../errors.ts';
import { readCookies } from '../cookies.ts';
import type { Middleware, Step } from './exchange.ts';

const json = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
const identityOnly = { headers: { 'accept-encoding': 'identity' } };

/**
 * Reads the cookies and refuses every body that is not plain JSON. A POST with a cookie must say `application/json`
 * even without a body: a form of another site cannot, so a browser asks first.
 */
export const mediaType: Middleware = {
  before: ({ event: exchange }: Step) => {
    const { event, headers, plan } = exchange;
    exchange.cookies = readCookies(event.cookies);
    if (!plan?.changes) return;
    const hasCookie = event.cookies !== undefined && event.cookies.length > 0;
    const hasBody = event.body !== undefined && event.body !== '';
    if (!hasBody && !(hasCookie && plan.route.method === 'POST')) return;
    const type = headers['content-type'];
    if (type !== 'application/json' && !(type !== undefined && json.test(type)))
      throw new AuthError('UNSUPPORTED_MEDIA_TYPE');
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity')
      throw new AuthError('UNSUPPORTED_MEDIA_TYPE', identityOnly);
  },
};
