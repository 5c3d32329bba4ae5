import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { siteHeaders } from '../../web/export/headers.ts';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';

const override = true;

/** CloudFront has fields of its own for these and takes them nowhere else. */
const fields: Record<string, (value: string) => cloudfront.ResponseSecurityHeadersBehavior> = {
  'content-security-policy': (contentSecurityPolicy) => ({
    contentSecurityPolicy: { contentSecurityPolicy, override },
  }),
  'strict-transport-security': (value) => ({
    strictTransportSecurity: {
      accessControlMaxAge: Duration.seconds(Number(/max-age=(\d+)/.exec(value)?.[1])),
      includeSubdomains: /includeSubDomains/i.test(value),
      preload: /preload/i.test(value),
      override,
    },
  }),
  'x-content-type-options': () => ({ contentTypeOptions: { override } }),
  'x-frame-options': (value) => ({ frameOptions: { frameOption: value as cloudfront.HeadersFrameOption, override } }),
  'referrer-policy': (value) => ({
    referrerPolicy: { referrerPolicy: value as cloudfront.HeadersReferrerPolicy, override },
  }),
};

/** The headers of the site, as the local platform sends them too. */
export function siteHeadersPolicy(scope: Construct, id: string, config: StageConfig): cloudfront.ResponseHeadersPolicy {
  const headers = Object.entries(siteHeaders);
  return new cloudfront.ResponseHeadersPolicy(scope, id, {
    responseHeadersPolicyName: nameOf(config, 'site'),
    securityHeadersBehavior: Object.assign({}, ...headers.map(([name, value]) => fields[name]?.(value))),
    customHeadersBehavior: {
      customHeaders: headers
        .filter(([name]) => !(name in fields))
        .map(([header, value]) => ({ header, value, override })),
    },
    removeHeaders: ['server'],
  });
}
