import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { functionRoleName, nameOf } from '../names.ts';
import { logBucket } from './log-bucket.ts';
import { workers } from './workers.ts';

/**
 * Audit seals. Nobody can change or remove one before its retention ends, the account's root user included (compliance
 * mode). Encrypted by S3 itself, so that the seals can be read when the platform's own key is gone. Who adds them is given
 * that by the grant `archive`, and not even to read one.
 */
export class Archive extends Construct {
  readonly bucket: s3.Bucket;

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
  }

  /** What holds whatever a role allows. */
  private denials(config: StageConfig): iam.PolicyStatement[] {
    const objects = this.bucket.arnForObjects('*');
    const deny = (
      sid: string,
      actions: string[],
      conditions: Record<string, Record<string, string | number | string[]>>,
    ) =>
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
    const sealing = workers.filter(({ grants }) => grants(config.profile).includes('archive'));
    const writers = sealing.map(({ name }) => `${roles}/${functionRoleName(config, name)}`);
    const butWriters = { ArnNotEquals: { 'aws:PrincipalArn': writers } };
    const removals = ['DeleteObject', 'DeleteObjectVersion', 'PutObjectLegalHold', 'PutBucketObjectLockConfiguration'];
    const locks = ['PutObject', 'PutObjectRetention'];
    // A lock of the full time has less than that left when S3 looks at it.
    const short = { 's3:object-lock-remaining-retention-days': config.retention.archiveDays - 1 };
    return [
      deny('PlatformNeverRemoves', removals, ofPlatform),
      deny('OnlyTheSealerLocks', ['PutObjectRetention'], { ...ofPlatform, ...butWriters }),
      deny('NoLockIsShort', locks, { NumericLessThan: short }),
      deny('NoLockCanBeLifted', locks, { StringEquals: { 's3:object-lock-mode': 'GOVERNANCE' } }),
      // A lock keeps a version, and not the name: whoever reads it would get what was put under it last.
      deny('NothingIsPutOver', ['PutObject'], { Null: { 's3:if-none-match': 'true' } }),
    ];
  }
}
