import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { clusterName } from '../names.ts';
import { keptLogGroup } from './log-group.ts';

export interface DatabaseProps {
  config: StageConfig;
  vpc: ec2.IVpc;
  securityGroup: ec2.ISecurityGroup;
  key: kms.IKey;
}

export const databaseName = 'gatehouse';

/** The newest major version that this CDK names; the SQL of the platform runs from 15 on. */
const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_18_6 });

/**
 * Aurora PostgreSQL Serverless v2, reached through the Data API alone. The owner's password belongs to RDS, which makes
 * it, keeps it in Secrets Manager and changes it by itself every week; only migrations use it.
 */
export class Database extends Construct {
  readonly cluster: rds.DatabaseCluster;
  readonly ownerSecretArn: string;

  constructor(scope: Construct, id: string, { config, vpc, securityGroup, key }: DatabaseProps) {
    super(scope, id);
    const { minAcu, maxAcu, pauseAfterSeconds } = config.capacity.database;
    const name = clusterName(config);
    // Seven days of it cost nothing, but it asks the instance every second: one that pauses is left alone.
    const insights = minAcu > 0 ? { enablePerformanceInsights: true, performanceInsightEncryptionKey: key } : {};
    const instance = { ...instanceProps, ...insights };
    // RDS would make this group itself, and keep it for ever.
    const logGroup = keptLogGroup(this, 'Logs', { config, name: `/aws/rds/cluster/${name}/postgresql` });
    this.cluster = new rds.DatabaseCluster(this, 'Cluster', {
      clusterIdentifier: name,
      engine,
      vpc,
      vpcSubnets: { subnets: vpc.isolatedSubnets },
      securityGroups: [securityGroup],
      writer: rds.ClusterInstance.serverlessV2('Writer', instance),
      readers:
        config.profile === 'standard'
          ? [rds.ClusterInstance.serverlessV2('Reader', { ...instance, scaleWithWriter: true })]
          : [],
      serverlessV2MinCapacity: minAcu,
      serverlessV2MaxCapacity: maxAcu,
      ...(minAcu === 0 ? { serverlessV2AutoPauseDuration: Duration.seconds(pauseAfterSeconds) } : {}),
      enableDataApi: true,
      iamAuthentication: true,
      credentials: rds.Credentials.fromUsername('gatehouse_owner', { encryptionKey: key }),
      manageMasterUserPassword: true,
      defaultDatabaseName: databaseName,
      parameterGroup: this.parameters(),
      backup: { retention: Duration.days(config.retention.backupDays), preferredWindow: '03:00-04:00' },
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      storageEncryptionKey: key,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      cloudwatchLogsExports: ['postgresql'],
      ...insights,
    });
    this.cluster.node.addDependency(logGroup);
    if (!this.cluster.secret) throw new Error('the cluster was made without a secret for its owner');
    this.ownerSecretArn = this.cluster.secret.secretArn;
  }

  private parameters(): rds.ParameterGroup {
    return new rds.ParameterGroup(this, 'Parameters', {
      engine,
      description: 'Gatehouse: UTC, TLS, no statements in the log',
      parameters: {
        timezone: 'UTC',
        'rds.force_ssl': '1',
        // Statements are short; compiling one that only looks long takes longer than any of them.
        jit: '0',
        // A statement may bear a password (`alter role`); Performance Insights tells what was slow.
        log_statement: 'none',
        log_min_error_statement: 'panic',
      },
    });
  }
}

const instanceProps = {
  publiclyAccessible: false,
  autoMinorVersionUpgrade: true,
  allowMajorVersionUpgrade: false,
  caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
} satisfies rds.ServerlessV2ClusterInstanceProps;
