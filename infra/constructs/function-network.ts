import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** Valkey serverless answers writers on the first port and readers on the second. */
const cachePorts = ec2.Port.tcpRange(6379, 6380);
const https = ec2.Port.tcp(443);

/**
 * What functions in the network need to do their work: ways to the services that they call, and to the cache. Endpoints
 * of the interface kind are paid for by the hour, so each of them is here because a function cannot do without.
 */
export class FunctionNetwork extends Construct {
  readonly vpc: ec2.Vpc;
  readonly functionGroup: ec2.SecurityGroup;
  readonly cacheGroup: ec2.SecurityGroup;

  constructor(scope: Construct, id: string, vpc: ec2.Vpc) {
    super(scope, id);
    this.vpc = vpc;
    const closed = { vpc, allowAllOutbound: false };
    this.functionGroup = new ec2.SecurityGroup(this, 'FunctionGroup', {
      ...closed,
      description: 'Functions that talk to the cache.',
    });
    this.cacheGroup = new ec2.SecurityGroup(this, 'CacheGroup', { ...closed, description: 'The cache.' });
    const endpointGroup = new ec2.SecurityGroup(this, 'EndpointGroup', {
      ...closed,
      description: 'Endpoints of AWS services.',
    });

    // To any address: DynamoDB and S3 are reached through gateway endpoints, whose addresses are public ones, and the
    // subnets have no route to any other.
    this.functionGroup.addEgressRule(ec2.Peer.anyIpv4(), https, 'AWS services by endpoint');
    this.functionGroup.addEgressRule(this.cacheGroup, cachePorts, 'the cache');
    this.cacheGroup.addIngressRule(this.functionGroup, cachePorts, 'functions');
    endpointGroup.addIngressRule(this.functionGroup, https, 'functions');

    this.addGateway('DynamoDb', ec2.GatewayVpcEndpointAwsService.DYNAMODB);
    this.addGateway('S3', ec2.GatewayVpcEndpointAwsService.S3);
    this.addInterface('SecretsManager', ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, endpointGroup);
    this.addInterface('RdsData', ec2.InterfaceVpcEndpointAwsService.RDS_DATA, endpointGroup);
  }

  private addGateway(id: string, service: ec2.GatewayVpcEndpointAwsService): void {
    this.vpc.addGatewayEndpoint(id, { service }).addToPolicy(ownAccountOnly(this));
  }

  private addInterface(id: string, service: ec2.InterfaceVpcEndpointAwsService, group: ec2.SecurityGroup): void {
    const endpoint = this.vpc.addInterfaceEndpoint(id, { service, securityGroups: [group], open: false });
    endpoint.addToPolicy(ownAccountOnly(this));
  }
}

/** Stolen credentials of another account cannot carry anything out through our endpoints. */
function ownAccountOnly(scope: Construct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.AnyPrincipal()],
    actions: ['*'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalAccount': Stack.of(scope).account } },
  });
}
