import type { StageConfig } from './config.ts';

/** CloudFront takes certificates and web ACLs of this region alone. */
export const edgeRegion = 'us-east-1';

/**
 * Names that something outside CloudFormation uses: an operator in a command, another region, a log query. Everything
 * else is left without a name, so that a failed first deploy can be repeated.
 */
export function nameOf(config: StageConfig, what: string): string {
  return `gatehouse-${config.name}-${what}`;
}

export function functionName(config: StageConfig, bundle: string): string {
  return nameOf(config, bundle);
}

/** The bucket of audit seals takes locks of certain roles alone, by their names. */
export function functionRoleName(config: StageConfig, bundle: string): string {
  return nameOf(config, `${bundle}-${config.region}`);
}

/** Every log group of ours begins with it; the platform's key admits no other. */
export function logGroupName(config: StageConfig, what: string): string {
  return `/gatehouse/${config.name}/${what}`;
}

/** RDS writes its exported logs there, and only there. */
export function clusterName(config: StageConfig): string {
  return `gatehouse-${config.name}`;
}

/** Also the name of its copy in us-east-1, where CloudFormation reads it for the distribution. */
export function edgeSecretName(config: StageConfig): string {
  return `gatehouse/${config.name}/edge`;
}
