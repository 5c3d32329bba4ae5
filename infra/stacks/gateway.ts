import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { nameOf } from '../names.ts';
import { PlatformStack, type PlatformStackProps } from './platform-stack.ts';

/**
 * The API without its routes: an address that stays. The distribution is made with this address and the functions with
 * the distribution's, so that neither waits for the other (docs/decisions/0012).
 */
export class GatewayStack extends PlatformStack {
  readonly api: apigateway.HttpApi;
  readonly domainName: apigateway.DomainName | undefined;
  /** Where CloudFront finds the API. */
  readonly host: string;

  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, { ...props, isStateful: true });
    const domain = props.config.domain?.api;
    this.api = new apigateway.HttpApi(this, 'Api', {
      apiName: nameOf(props.config, 'api'),
      createDefaultStage: false,
      disableExecuteApiEndpoint: domain !== undefined,
    });
    if (domain) this.domainName = this.ownName(domain);
    this.host = domain?.name ?? `${this.api.apiId}.execute-api.${this.region}.amazonaws.com`;
  }

  private ownName({
    name,
    certificateArn,
  }: {
    name: string;
    certificateArn?: string | undefined;
  }): apigateway.DomainName {
    const hosted = this.config.domain?.hostedZone;
    const zone = hosted
      ? route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: hosted.id, zoneName: hosted.name })
      : undefined;
    const certificate = certificateArn
      ? acm.Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
      : new acm.Certificate(this, 'Certificate', {
          domainName: name,
          validation: acm.CertificateValidation.fromDns(zone),
        });
    const domainName = new apigateway.DomainName(this, 'DomainName', {
      domainName: name,
      certificate,
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    });
    if (zone) {
      const { regionalDomainName, regionalHostedZoneId } = domainName;
      const target = route53.RecordTarget.fromAlias(
        new targets.ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId),
      );
      new route53.ARecord(this, 'Address', { zone, recordName: `${name}.`, target });
      new route53.AaaaRecord(this, 'AddressV6', { zone, recordName: `${name}.`, target });
    }
    return domainName;
  }
}
