import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';

const interfaces = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Lambda makes the network interfaces of a function under the function's own role, and checks them for any resource.
 * The function's code itself is denied them (AWS Lambda Developer Guide, "Best practices for using Lambda with VPCs").
 */
export function networkStatements(
  scope: Construct,
  { account, region }: StageConfig,
  functionName: string,
): iam.PolicyStatement[] {
  const arn = `arn:${Stack.of(scope).partition}:lambda:${region}:${account}:function:${functionName}`;
  return [
    new iam.PolicyStatement({ sid: 'LambdaMakesInterfaces', actions: interfaces, resources: ['*'] }),
    new iam.PolicyStatement({
      sid: 'CodeMakesNone',
      effect: iam.Effect.DENY,
      actions: interfaces,
      resources: ['*'],
      conditions: { ArnEquals: { 'lambda:SourceFunctionArn': arn } },
    }),
  ];
}
