import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';

export interface AccessLogProps {
  config: StageConfig;
  distribution: cloudfront.Distribution;
  bucket: s3.Bucket;
}

/** Without query strings, cookies and referrers, which the older kind of log would write down. */
const recordFields = [
  'date',
  'time',
  'x-edge-location',
  'x-edge-request-id',
  'c-ip',
  'cs-method',
  'x-host-header',
  'cs-uri-stem',
  'sc-status',
  'sc-bytes',
  'time-taken',
  'x-edge-result-type',
  'x-edge-detailed-result-type',
  'ssl-protocol',
  'cs-protocol-version',
];

/** Who asked CloudFront for what. */
export class AccessLog extends Construct {
  constructor(scope: Construct, id: string, { config, distribution, bucket }: AccessLogProps) {
    super(scope, id);
    const name = nameOf(config, 'access');
    const source = new logs.CfnDeliverySource(this, 'Source', {
      name,
      logType: 'ACCESS_LOGS',
      resourceArn: distribution.distributionArn,
    });
    const destination = new logs.CfnDeliveryDestination(this, 'Destination', {
      name,
      destinationResourceArn: bucket.bucketArn,
      outputFormat: 'json',
    });
    const delivery = new logs.CfnDelivery(this, 'Delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
      recordFields,
      s3SuffixPath: '/{yyyy}/{MM}/{dd}',
    });
    delivery.addResourceDependency(source);
    const { account, region, partition } = Stack.of(this);
    const permission = bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AccessLogs',
        principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${account}/*`)],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:delivery-source:${name}` },
        },
      }),
    );
    if (permission.policyDependable) delivery.node.addDependency(permission.policyDependable);
  }
}
