import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { partitionKey, timeToLive } from '../../lambdas/adapters/kv/dynamodb-schema.ts';
import { nudgeKey, nudgeTimeToLive } from '../../lambdas/adapters/queue/nudge-schema.ts';

const kept = {
  billing: dynamodb.Billing.onDemand(),
  // AWS's own key: a key of ours would have every function hold wildcard actions on it for a store of copies.
  encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 1 },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies Partial<dynamodb.TablePropsV2>;

/** The store of the economy profile and, in both profiles, of functions that may reach the internet. */
export class StoreTable extends Construct {
  readonly table: dynamodb.TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new dynamodb.TableV2(this, 'Table', {
      ...kept,
      partitionKey: { name: partitionKey, type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: timeToLive,
    });
  }
}

/**
 * Nudges after a commit: ids alone. The stream starts the workers, two at most: more readers of a shard are throttled. The
 * items themselves are garbage at once.
 */
export class NudgeTable extends Construct {
  readonly table: dynamodb.TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new dynamodb.TableV2(this, 'Table', {
      ...kept,
      partitionKey: { name: nudgeKey, type: dynamodb.AttributeType.STRING },
      timeToLiveAttribute: nudgeTimeToLive,
      dynamoStream: dynamodb.StreamViewType.KEYS_ONLY,
    });
  }
}
