import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';

export interface KeptLogGroupProps {
  config: StageConfig;
  name: string;
  key?: kms.IKey;
}

/** Outlives its stack, since logs tell what happened before it went; a failed first deploy leaves none behind. */
export function keptLogGroup(scope: Construct, id: string, { config, name, key }: KeptLogGroupProps): logs.LogGroup {
  return new logs.LogGroup(scope, id, {
    logGroupName: name,
    retention: config.retention.logDays,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ...(key ? { encryptionKey: key } : {}),
  });
}
