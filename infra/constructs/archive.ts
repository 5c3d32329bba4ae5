import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';
import { acknowledge, arnIn } from './acknowledge.ts';
import { logBucket } from './log-bucket.ts';

/**
 * Audit seals. Nobody can change or remove one before its retention ends, the account's root user included (compliance
 * mode). Encrypted by S3 itself, so that the seals can be read when the platform's own key is gone.
 */
export class Archive extends Construct {
  readonly bucket: s3.Bucket;
  /** May add seals and do nothing else, not even read one. */
  readonly writer: iam.Role;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      objectLockEnabled: true,
      objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.days(config.retention.archiveDays)),
      versioned: true,
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsBucket: logBucket(this, 'AccessLogs', config),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'PlatformNeverRemoves',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: [
          's3:DeleteObject',
          's3:DeleteObjectVersion',
          's3:PutObjectRetention',
          's3:PutObjectLegalHold',
          's3:PutBucketObjectLockConfiguration',
        ],
        resources: [this.bucket.bucketArn, this.bucket.arnForObjects('*')],
        conditions: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${config.account}:role/${nameOf(config, '*')}` } },
      }),
    );
    this.writer = new iam.Role(this, 'Writer', {
      roleName: nameOf(config, 'archive-writer'),
      description: 'Adds audit seals to the archive; can read, change and remove none.',
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Put: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [this.bucket.arnForObjects('seals/*')] }),
          ],
        }),
      },
    });
    acknowledge(
      this.writer,
      `IAM5[Resource::${arnIn(this.bucket)}/seals/*]`,
      'The names of seals are not known beforehand, and one that is there cannot be written over.',
    );
  }
}
