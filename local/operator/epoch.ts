import type { StageConfig } from '../../infra/config.ts';
import { nameOf } from '../../infra/names.ts';

/** What `cdk deploy` is given to raise the platform epoch (infra/stacks/api.ts) to a moment, in UTC and whole seconds. */
export function epochParameter(config: StageConfig, now: Date): string[] {
  // Up, never down: what was made within this very second is dead as well.
  const second = new Date(Math.ceil(now.getTime() / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  return ['--parameters', `${nameOf(config, 'api')}:PlatformEpoch=${second}`];
}
