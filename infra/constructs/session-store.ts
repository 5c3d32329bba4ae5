import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';
import type { FunctionNetwork } from './function-network.ts';

export interface SessionStoreProps {
  config: StageConfig;
  network: FunctionNetwork;
  key: kms.IKey;
  /** `{"username", "password"}`. */
  secret: secretsmanager.ISecret;
}

export const storeUser = 'gatehouse';
/**
 * Everything that the adapter asks, and nothing that empties, dumps or reconfigures a store. A client asks `info` to
 * learn that a node is ready.
 */
export const storeAccess = 'on ~* +@all -@dangerous +info';

/**
 * Valkey serverless: TLS always, one user with a password beside the security group. What it holds can be lost
 * (docs/decisions/0003), so it is never backed up.
 */
export class SessionStore extends Construct {
  /** `rediss://host:port`, without the password. */
  readonly url: string;
  readonly cacheName: string;

  constructor(scope: Construct, id: string, { config, network, key, secret }: SessionStoreProps) {
    super(scope, id);
    this.cacheName = nameOf(config, 'store');
    const user = new elasticache.CfnUser(this, 'User', {
      engine: 'valkey',
      userId: nameOf(config, storeUser),
      userName: storeUser,
      accessString: storeAccess,
      authenticationMode: { Type: 'password', Passwords: [secret.secretValueFromJson('password').unsafeUnwrap()] },
    });
    const group = new elasticache.CfnUserGroup(this, 'Users', {
      engine: 'valkey',
      userGroupId: nameOf(config, 'users'),
      userIds: [user.ref],
    });
    const cache = new elasticache.CfnServerlessCache(this, 'Cache', {
      engine: 'valkey',
      majorEngineVersion: '8',
      serverlessCacheName: this.cacheName,
      description: 'Gatehouse: copies of sessions, counters, challenges',
      kmsKeyId: key.keyArn,
      securityGroupIds: [network.cacheGroup.securityGroupId],
      subnetIds: network.vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
      snapshotRetentionLimit: 0,
      userGroupId: group.ref,
      cacheUsageLimits: { dataStorage: { maximum: 5, unit: 'GB' }, ecpuPerSecond: { maximum: 15_000 } },
    });
    this.url = `rediss://${cache.attrEndpointAddress}:${cache.attrEndpointPort}`;
  }
}
