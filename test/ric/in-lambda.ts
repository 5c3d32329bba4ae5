import type { Profile } from '../../infra/config.ts';
import { describeUnless, postgresUrl, redisServerUrl } from '../services/databases.ts';
import { type Deployment, deploy } from './deployment.ts';
import { runtimeClient } from './lambda/client.ts';

const client = await runtimeClient();

/** `describe` over a deployed profile, or `describe.skip` with what is missing in its title. */
export function describeDeployed(profile: Profile, suites: readonly ((deployed: () => Deployment) => void)[]): void {
  const title = `the functions of the ${profile} profile under the runtime interface client`;
  describeUnless(missingFor(profile), title, () => {
    let deployment: Deployment | undefined;
    beforeAll(async () => {
      deployment = await deploy(profile, 'program' in client ? client.program : '');
    }, 120_000);
    afterAll(() => deployment?.stop());
    for (const suite of suites)
      suite(() => {
        if (!deployment) throw new Error('the deploy failed');
        return deployment;
      });
  });
}

function missingFor(profile: Profile): string | undefined {
  if ('missing' in client) return client.missing;
  if (!postgresUrl) return 'PostgreSQL is not installed';
  return profile === 'standard' && !redisServerUrl ? 'Redis is not installed' : undefined;
}
