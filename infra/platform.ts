import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { StageConfig } from './config.ts';
import { flags } from './flags.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { EdgeStack } from './stacks/edge.ts';
import { EmailStack } from './stacks/email.ts';
import { GatewayStack } from './stacks/gateway.ts';
import { NetworkStack } from './stacks/network.ts';
import { ObservabilityStack } from './stacks/observability.ts';

/** What was built before and is only packed here. */
export interface Built {
  /** The folder with one folder for each function of the stage's profile. */
  bundles: string;
  /** The folder of the built site. */
  site: string;
}

export interface PlatformStacks {
  network: NetworkStack;
  data: DataStack;
  email: EmailStack;
  gateway: GatewayStack;
  edge: EdgeStack;
  api: ApiStack;
  observability: ObservabilityStack;
}

/** An app whose synth fails on any finding of the template validation or of cdk-nag that is not acknowledged. */
export function newApp(outdir?: string): App {
  const app = new App({ context: flags, analyticsReporting: false, ...(outdir === undefined ? {} : { outdir }) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/**
 * The stacks of a stage, in the order of their deploy. The API's address comes before the distribution and its functions
 * after, for each needs the name of the other.
 */
export function addPlatform(app: App, config: StageConfig, { bundles, site }: Built): PlatformStacks {
  const network = new NetworkStack(app, 'network', { config });
  const data = new DataStack(app, 'data', { config, network });
  const email = new EmailStack(app, 'email', { config, data });
  const gateway = new GatewayStack(app, 'gateway', { config });
  const edge = new EdgeStack(app, 'edge', { config, site, apiHost: gateway.host });
  // Its template names the secret that CloudFront sends, which has to be there before.
  edge.addStackDependency(data);
  const api = new ApiStack(app, 'api', { config, network, data, email, gateway, bundles, origin: edge.origin });
  const observability = new ObservabilityStack(app, 'observability', { config, data, gateway, edge, api });
  return { network, data, email, gateway, edge, api, observability };
}
