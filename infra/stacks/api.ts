import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { CfnParameter, Duration } from 'aws-cdk-lib/core';
import type { Trigger } from 'aws-cdk-lib/triggers';
import type { Construct } from 'constructs';
import { api as table } from '../../lambdas/api.ts';
import type { Contract } from '../../lambdas/kernel/http/contract.ts';
import type { StageConfig } from '../config.ts';
import { grantsOf } from '../constructs/grants.ts';
import { HttpRoutes } from '../constructs/http-routes.ts';
import { type FunctionSurroundings, PlatformFunction, requestTimeout } from '../constructs/platform-function.ts';
import { resourcesOf } from '../constructs/resources.ts';
import { type Starters, startWorker } from '../constructs/worker-starts.ts';
import { type Worker, workers } from '../constructs/workers.ts';
import type { DataStack } from './data.ts';
import type { EmailStack } from './email.ts';
import type { GatewayStack } from './gateway.ts';
import type { NetworkStack } from './network.ts';
import { PlatformStack, type PlatformStackProps } from './platform-stack.ts';

export interface ApiStackProps extends PlatformStackProps {
  network: NetworkStack;
  data: DataStack;
  email: EmailStack;
  gateway: GatewayStack;
  /** The public origin of site and API. */
  origin: string;
  /** The folder with one folder for each bundle of the profile. */
  bundles: string;
}

/** Functions whose work is a hash get a whole processor; for the others it would stand idle. */
const hashingMb = 1769;
const usualMb = 512;

/** Every function: one for each flow of the table, and the workers. */
export class ApiStack extends PlatformStack {
  readonly flows: readonly { contract: Contract; function: PlatformFunction }[];
  readonly workers: readonly PlatformFunction[];
  readonly failures: readonly sqs.Queue[];
  readonly routes: HttpRoutes;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { config, data, email, gateway, network } = props;
    const resources = resourcesOf(config, data, email);
    const surroundings: FunctionSurroundings = {
      resources,
      bundles: props.bundles,
      origin: props.origin,
      epoch: this.epoch(),
      network: network.functions,
    };
    const starters: Starters = {
      nudges: data.nudges.table,
      jobNudges: data.jobNudges.table,
      mailEvents: email.events.topic,
      epoch: surroundings.epoch,
    };

    const made = workers.map((worker) => {
      const made = this.worker(worker, surroundings);
      return { made, ...startWorker(made, worker.starts(config.profile), starters) };
    });
    this.workers = made.map(({ made }) => made);
    this.failures = made.flatMap(({ failures }) => failures);
    this.flows = Object.values<Contract>(table).map((contract) => ({
      contract,
      function: this.flow(contract, surroundings),
    }));
    this.order(
      made.flatMap(({ beforeApi }) => beforeApi),
      made.flatMap(({ afterApi }) => afterApi),
    );
    this.routes = new HttpRoutes(this, 'Routes', { config, gateway, key: data.key.key, flows: this.flows });
  }

  /**
   * A parameter of the stack keeps its value from deploy to deploy, outside of any database: the restore command raises
   * it, and with it every function starts anew.
   */
  private epoch(): string {
    return new CfnParameter(this, 'PlatformEpoch', {
      type: 'String',
      default: '1970-01-01T00:00:00Z',
      allowedPattern: '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z',
      constraintDescription: 'must be a time in UTC such as 2026-01-31T12:00:00Z',
      description: 'When a database backup was last restored: sessions and one-time tokens made before are dead.',
    }).valueAsString;
  }

  private flow(contract: Contract, surroundings: FunctionSurroundings): PlatformFunction {
    const { flow, needs } = contract;
    const hashes = needs.includes('hash');
    return new PlatformFunction(this, `Flow-${flow}`, {
      ...surroundings,
      bundle: flow,
      description: `Gatehouse: the flow ${flow}`,
      grants: grantsOf(contract),
      inNetwork: standsInNetwork(contract),
      memoryMb: hashes ? hashingMb : usualMb,
      timeout: requestTimeout,
      reservedConcurrency: hashes ? reserved(this.config) : undefined,
    });
  }

  private worker(
    {
      name,
      description,
      grants,
      inNetwork = false,
      memoryMb = usualMb,
      timeoutSeconds = 60,
      isAlone = false,
      settings,
    }: Worker,
    surroundings: FunctionSurroundings,
  ): PlatformFunction {
    return new PlatformFunction(this, `Worker-${name}`, {
      ...surroundings,
      bundle: name,
      description: `Gatehouse: ${description}`,
      grants: grants(this.config.profile),
      inNetwork,
      memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      settings: settings?.(this.config) ?? {},
      reservedConcurrency: isAlone && reserved(this.config) !== undefined ? 1 : undefined,
    });
  }

  /** New code never meets an old schema or missing keys. */
  private order(before: readonly Trigger[], after: readonly Trigger[]): void {
    const functions = this.flows.map((flow) => flow.function);
    for (const trigger of before) trigger.executeBefore(...functions);
    for (const trigger of after) trigger.executeAfter(...before, ...functions);
  }
}

/** The cache is in the network, the internet is not: who needs both keeps its state in DynamoDB. */
export function standsInNetwork({ needs }: Contract): boolean {
  return needs.includes('store') && !needs.includes('internet');
}

function reserved({ capacity: { hashingConcurrency } }: StageConfig): number | undefined {
  return hashingConcurrency === 'account' ? undefined : hashingConcurrency;
}
