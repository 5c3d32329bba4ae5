import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { FunctionNetwork } from '../constructs/function-network.ts';
import { PrivateNetwork } from '../constructs/private-network.ts';
import { PlatformStack, type PlatformStackProps } from './platform-stack.ts';

/**
 * Two zones of isolated subnets. In the economy profile only the database cluster stands in them, which AWS lets stand
 * nowhere else, and nothing in them is paid for; in the standard profile the functions that talk to the cache do too.
 */
export class NetworkStack extends PlatformStack {
  readonly vpc: ec2.Vpc;
  readonly databaseGroup: ec2.SecurityGroup;
  readonly functions: FunctionNetwork | undefined;

  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, { ...props, isStateful: true });
    const network = new PrivateNetwork(this, 'Network', props.config);
    this.vpc = network.vpc;
    this.databaseGroup = network.databaseGroup;
    this.functions =
      props.config.profile === 'standard' ? new FunctionNetwork(this, 'Functions', network.vpc) : undefined;
  }
}
