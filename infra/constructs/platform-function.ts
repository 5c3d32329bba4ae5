import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { functionName, functionRoleName, logGroupName, nameOf } from '../names.ts';
import { acknowledge, textOf } from './acknowledge.ts';
import { environmentOf, type FunctionEnvironment } from './environment.ts';
import { type Grant, sealsIn, statementsOf } from './grants.ts';
import { keptLogGroup } from './log-group.ts';
import { networkStatements } from './network-statements.ts';
import type { Resources } from './resources.ts';

/** What all functions of a stage are made with. */
export interface FunctionSurroundings {
  resources: Resources;
  /** The folder with one folder for each bundle. */
  bundles: string;
  origin: string;
  epoch: string;
  /** Where functions stand that talk to the cache; undefined in the economy profile. */
  network: { vpc: ec2.IVpc; functionGroup: ec2.ISecurityGroup } | undefined;
}

export interface PlatformFunctionProps extends FunctionSurroundings {
  /** The name of its bundle. */
  bundle: string;
  description: string;
  grants: readonly Grant[];
  inNetwork: boolean;
  memoryMb: number;
  timeout: Duration;
  reservedConcurrency?: number | undefined;
  /** Variables besides those of its grants. */
  settings?: Partial<FunctionEnvironment>;
}

/**
 * A function with a role and a log group of its own. It holds the statements of its grants, what Lambda itself needs
 * for it, and nothing else.
 */
export class PlatformFunction extends Construct {
  readonly function: lambda.Function;
  readonly logGroup: logs.LogGroup;
  readonly bundle: string;

  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    super(scope, id);
    const { resources, bundle, grants, network } = props;
    const { config, key } = resources;
    this.bundle = bundle;
    const placed = props.inNetwork ? network : undefined;
    const placement = { inNetwork: placed !== undefined };
    this.logGroup = keptLogGroup(this, 'Logs', { config, key, name: logGroupName(config, bundle) });
    this.function = new lambda.Function(this, 'Function', {
      functionName: functionName(config, bundle),
      description: props.description,
      code: lambda.Code.fromAsset(`${props.bundles}/${bundle}`),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      tracing: lambda.Tracing.ACTIVE,
      role: this.role(props, [
        ...statementsOf(grants, resources, placement),
        ...(placed ? networkStatements(this, config, functionName(config, bundle)) : []),
      ]),
      environment: {
        ...environmentOf({ grants, resources, placement, origin: props.origin, epoch: props.epoch }),
        ...props.settings,
      },
      logGroup: this.logGroup,
      // JSON, so that reports of cold starts can be counted; lines of ours are JSON already and stay as they are.
      loggingFormat: lambda.LoggingFormat.JSON,
      systemLogLevelV2: lambda.SystemLogLevel.INFO,
      applicationLogLevelV2: lambda.ApplicationLogLevel.INFO,
      ...(props.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: props.reservedConcurrency }),
      ...(placed
        ? {
            vpc: placed.vpc,
            vpcSubnets: { subnets: placed.vpc.isolatedSubnets },
            securityGroups: [placed.functionGroup],
          }
        : {}),
    });
    if (grants.includes('archive')) {
      acknowledge(
        this,
        `IAM5[Resource::${sealsIn(textOf(archiveOf(config)))}]`,
        'The names of seals are not known beforehand, and one that is there cannot be written over.',
      );
    }
    acknowledge(
      this,
      'IAM5[Resource::*]',
      'X-Ray and the network interfaces of Lambda know no resource to name (Service Authorization Reference).',
    );
  }

  private role(
    { resources: { config }, bundle, description }: PlatformFunctionProps,
    statements: iam.PolicyStatement[],
  ): iam.Role {
    const write = new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
    });
    return new iam.Role(this, 'Role', {
      roleName: functionRoleName(config, bundle),
      description,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Grants: new iam.PolicyDocument({ statements: [write, ...statements] }) },
    });
  }
}

/** The output by which the data stack hands on the name of the archive's bucket; made of the bucket's logical id. */
function archiveOf(config: StageConfig) {
  const output = 'PublishOutputRefArchiveBucket49F1AC64F5631FDF';
  return { stack: nameOf(config, 'data'), region: config.region, output };
}

/** API Gateway gives up after thirty seconds: the function answers before that, its integration a little later. */
export const requestTimeout = Duration.seconds(28);
