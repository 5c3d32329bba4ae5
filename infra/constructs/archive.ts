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
  /** May add seals, locked for no less than their time, and do nothing else: not even read one. */
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
    for (const statement of this.denials(config)) this.bucket.addToResourcePolicy(statement);
    this.writer = new iam.Role(this, 'Writer', {
      roleName: writerName(config),
      description: 'Adds audit seals to the archive; can read, change and remove none.',
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Put: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              // S3 asks for the second where a put says how long it locks (PutObject, x-amz-object-lock-mode).
              actions: ['s3:PutObject', 's3:PutObjectRetention'],
              resources: [this.bucket.arnForObjects('seals/*')],
            }),
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
  /** What holds whatever a role allows. */
  private denials(config: StageConfig): iam.PolicyStatement[] {
    const objects = this.bucket.arnForObjects('*');
    const deny = (sid: string, actions: string[], conditions: Record<string, Record<string, string | number>>) =>
      new iam.PolicyStatement({
        sid,
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: actions.map((action) => `s3:${action}`),
        resources: [this.bucket.bucketArn, objects],
        conditions,
      });
    const roles = `arn:aws:iam::${config.account}:role`;
    const ofPlatform = { ArnLike: { 'aws:PrincipalArn': `${roles}/${nameOf(config, '*')}` } };
    const butWriter = { ArnNotEquals: { 'aws:PrincipalArn': `${roles}/${writerName(config)}` } };
    const removals = ['DeleteObject', 'DeleteObjectVersion', 'PutObjectLegalHold', 'PutBucketObjectLockConfiguration'];
    const locks = ['PutObject', 'PutObjectRetention'];
    // A lock of the full time has less than that left when S3 looks at it.
    const short = { 's3:object-lock-remaining-retention-days': config.retention.archiveDays - 1 };
    return [
      deny('PlatformNeverRemoves', removals, ofPlatform),
      deny('OnlyTheWriterLocks', ['PutObjectRetention'], { ...ofPlatform, ...butWriter }),
      deny('NoLockIsShort', locks, { NumericLessThan: short }),
      deny('NoLockCanBeLifted', locks, { StringEquals: { 's3:object-lock-mode': 'GOVERNANCE' } }),
    ];
  }
}

function writerName(config: StageConfig): string {
  return nameOf(config, 'archive-writer');
}
