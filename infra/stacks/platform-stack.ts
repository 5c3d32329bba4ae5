import { Fn, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';

export interface PlatformStackProps {
  config: StageConfig;
  /** Holds what must outlive a mistake: it cannot be deleted before the protection is taken off. */
  isStateful?: boolean;
  /** Where the stage's own region is not meant. */
  region?: string;
}

/** What all stacks of a stage have alike: account and region, names, tags, and zones without a look-up. */
export class PlatformStack extends Stack {
  readonly config: StageConfig;

  constructor(
    scope: Construct,
    id: string,
    { config, isStateful = false, region = config.region }: PlatformStackProps,
  ) {
    const props: StackProps = {
      stackName: nameOf(config, id),
      env: { account: config.account, region },
      terminationProtection: isStateful,
      tags: { app: 'gatehouse', stage: config.name },
    };
    super(scope, id, props);
    this.config = config;
  }

  /** The first two zones that the account has there. A look-up would ask AWS at synth, which has no account then. */
  override get availabilityZones(): string[] {
    return [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
  }
}
