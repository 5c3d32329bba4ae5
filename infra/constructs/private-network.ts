import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { logGroupName } from '../names.ts';
import { keptLogGroup } from './log-group.ts';

/** A network without any way out: no internet gateway, no NAT, a default security group without rules. */
export class PrivateNetwork extends Construct {
  readonly vpc: ec2.Vpc;
  /** Without any rule: the Data API reaches the cluster, and nothing else has to. */
  readonly databaseGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    const logGroup = keptLogGroup(this, 'FlowLogs', { config, name: logGroupName(config, 'network-flows') });
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr('10.42.0.0/16'),
      maxAzs: 2,
      natGateways: 0,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      flowLogs: { All: { destination: ec2.FlowLogDestination.toCloudWatchLogs(logGroup) } },
    });
    this.databaseGroup = new ec2.SecurityGroup(this, 'DatabaseGroup', {
      vpc: this.vpc,
      description: 'The database cluster. It is reached through the Data API alone.',
      allowAllOutbound: false,
    });
  }
}
