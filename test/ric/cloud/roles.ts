/** What the stacks give each function: its environment, its role and its time, over resources of a test. */
import type { Profile, StageConfig } from '../../../infra/config.ts';
import { readStage } from '../../../infra/config.ts';
import { environmentOf } from '../../../infra/constructs/environment.ts';
import { grantsOf, statementsOf } from '../../../infra/constructs/grants.ts';
import { requestTimeout } from '../../../infra/constructs/platform-function.ts';
import type { Resources } from '../../../infra/constructs/resources.ts';
import { workers } from '../../../infra/constructs/workers.ts';
import { standsInNetwork } from '../../../infra/stacks/api.ts';
import { stages } from '../../../infra/stages.ts';
import { api } from '../../../lambdas/api.ts';
import type { Contract } from '../../../lambdas/kernel/http/contract.ts';
import type { Statement } from './access.ts';

export interface FunctionSettings {
  /** Of its bundle. */
  name: string;
  environment: Record<string, string>;
  statements: Statement[];
  timeoutSeconds: number;
}

export const origin = 'https://auth.example.com';

/** The example stage of the profile, with the least hash cost that the cloud takes; no call leaves the machine. */
export function stageOf(profile: Profile): StageConfig {
  const example = stages.find((stage) => stage.profile === profile);
  return readStage({ ...example, password: { policy: 'default', hashCost: 10, breachCheck: null } });
}

/** Every function of a stage. */
export function functionsOf(resources: Resources): FunctionSettings[] {
  const { config } = resources;
  const isNetworked = config.profile === 'standard';
  const common = { resources, origin, epoch: '1970-01-01T00:00:00Z' };
  const flows = Object.values<Contract>(api).map((contract) => ({
    name: contract.flow,
    grants: grantsOf(contract),
    inNetwork: standsInNetwork(contract),
    settings: {},
    timeoutSeconds: requestTimeout.toSeconds(),
  }));
  const others = workers.map(({ name, grants, inNetwork = false, settings, timeoutSeconds = 60 }) => ({
    name,
    grants: grants(config.profile),
    inNetwork,
    settings: settings?.(config) ?? {},
    timeoutSeconds,
  }));
  return [...flows, ...others].map(({ name, grants, inNetwork, settings, timeoutSeconds }) => {
    const placement = { inNetwork: isNetworked && inNetwork };
    return {
      name,
      environment: { ...environmentOf({ ...common, grants, placement }), ...settings },
      statements: statementsOf(grants, resources, placement).map((statement) => statement.toStatementJson()),
      timeoutSeconds,
    };
  });
}
