import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import { Duration, SecretValue } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { edgeSecretName, nameOf } from '../names.ts';
import { acknowledge } from './acknowledge.ts';
import { siteRouterCode, viewerAddressCode } from './edge-functions.ts';
import { siteHeadersPolicy } from './site-headers-policy.ts';
import type { StaticSite } from './static-site.ts';

export interface SiteDistributionProps {
  config: StageConfig;
  site: StaticSite;
  /** The folder of the built site. */
  files: string;
  apiHost: string;
  webAclArn: string | undefined;
}

/** Site and API under one name: the site from its bucket, `/api/*` and `/.well-known/*` from the API. */
export class SiteDistribution extends Construct {
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, { config, site, files, apiHost, webAclArn }: SiteDistributionProps) {
    super(scope, id);
    const { domain } = config;
    const zone = domain?.hostedZone
      ? route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
          hostedZoneId: domain.hostedZone.id,
          zoneName: domain.hostedZone.name,
        })
      : undefined;
    const toApi = this.toApi(config, apiHost);
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: nameOf(config, 'site'),
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      ...(domain
        ? {
            domainNames: [domain.name],
            certificate: this.certificate(domain, zone),
            minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
          }
        : {}),
      ...(webAclArn ? { webAclId: webAclArn } : {}),
      defaultBehavior: {
        origin: origins.S3BucketOrigin.withOriginAccessControl(site.bucket),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: siteHeadersPolicy(this, 'Headers', config),
        functionAssociations: [this.atRequest('Router', siteRouterCode(files), 'Finds the page of an address')],
      },
      additionalBehaviors: { '/api/*': toApi, '/.well-known/*': toApi },
    });
    this.acknowledge(config);
    if (zone && domain) {
      const target = route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(this.distribution));
      new route53.ARecord(this, 'Address', { zone, recordName: `${domain.name}.`, target });
      new route53.AaaaRecord(this, 'AddressV6', { zone, recordName: `${domain.name}.`, target });
    }
  }

  /** Nothing is cached and everything but `Host` is passed on; the API's own headers say what a browser may keep. */
  private toApi(config: StageConfig, host: string): cloudfront.BehaviorOptions {
    return {
      origin: new origins.HttpOrigin(host, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
        // Longer than API Gateway waits, so that its answer still arrives.
        readTimeout: Duration.seconds(35),
        customHeaders: {
          // CloudFormation reads it at deploy, from the copy in this region: it is in no template.
          'x-origin-verify': SecretValue.secretsManager(edgeSecretName(config), {
            jsonField: config.edge.sends,
          }).unsafeUnwrap(),
        },
      }),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [this.atRequest('ViewerAddress', viewerAddressCode, "Tells the API the viewer's address")],
    };
  }

  private atRequest(id: string, code: string, comment: string): cloudfront.FunctionAssociation {
    const program = new cloudfront.Function(this, id, {
      comment,
      code: cloudfront.FunctionCode.fromInline(code),
      runtime: cloudfront.FunctionRuntime.JS_2_0,
    });
    return { function: program, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST };
  }

  private certificate(
    { name, certificateArn }: NonNullable<StageConfig['domain']>,
    zone: route53.IHostedZone | undefined,
  ): acm.ICertificate {
    if (certificateArn) return acm.Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    return new acm.Certificate(this, 'Certificate', {
      domainName: name,
      validation: acm.CertificateValidation.fromDns(zone),
    });
  }

  private acknowledge({ domain, edge }: StageConfig): void {
    const say = (rule: string, reason: string) => acknowledge(this.distribution, rule, reason);
    say('CFR1', 'People sign in from anywhere; who must not is decided by the applications behind.');
    say('CFR3', 'Access is logged by the newer delivery (access-log.ts), which leaves out query strings and cookies.');
    if (!domain)
      say(
        'CFR4',
        'On the name that CloudFront gives, its own certificate sets the oldest TLS version. A domain of your own has 1.2.',
      );
    if (!edge.firewall)
      say('CFR2', "Turned off in the stage's configuration (edge.firewall); the limits of the routes stand.");
  }
}
