/** Every stage that can be deployed. Copy one of the examples, give it your account, and deploy it by its name. */
import type { StageInput } from './config.ts';

/** A company's platform: an own domain in Route 53, two zones, a cache, an API name of its own. */
const exampleStandard: StageInput = {
  name: 'example-standard',
  account: '111111111111',
  region: 'eu-central-1',
  profile: 'standard',
  brand: { name: 'Example' },
  securityContact: 'mailto:security@example.com',
  firstAdministrator: 'admin@example.com',
  domain: {
    name: 'auth.example.com',
    hostedZone: { id: 'Z0123456789EXAMPLE', name: 'example.com' },
    api: { name: 'api.auth.example.com' },
  },
  mail: {
    from: 'no-reply@auth.example.com',
    identity: 'domain',
    hostedZone: { id: 'Z0123456789EXAMPLE', name: 'example.com' },
  },
  capacity: {
    database: { minAcu: 0.5, maxAcu: 8 },
    hashingConcurrency: 50,
    requestsPerSecond: 500,
    requestBurst: 1000,
  },
  retention: { logDays: 90, backupDays: 14, archiveDays: 400 },
  allowedOrigins: ['https://app.example.com'],
  returnTo: ['https://app.example.com'],
  passkeys: { rpId: 'auth.example.com' },
  alarms: { mail: 'on-call@example.com', monthlyBudgetUsd: 250 },
};

/** A small platform without a domain, on the name that CloudFront gives; about sixteen dollars a month when idle. */
const exampleEconomy: StageInput = {
  name: 'example-economy',
  account: '111111111111',
  region: 'us-west-2',
  profile: 'economy',
  brand: { name: 'Example' },
  securityContact: 'mailto:security@example.com',
  firstAdministrator: 'admin@example.com',
  mail: { from: 'no-reply@example.com', identity: 'address', sandboxRecipients: ['admin@example.com'] },
  capacity: {
    database: { minAcu: 0, maxAcu: 2 },
    hashingConcurrency: 'account',
    requestsPerSecond: 50,
    requestBurst: 100,
  },
  retention: { logDays: 30, backupDays: 7, archiveDays: 400 },
  // The firewall alone is nine dollars a month. Without it the limits of the routes and of the API stand.
  edge: { firewall: false },
  alarms: { mail: 'on-call@example.com', monthlyBudgetUsd: 30 },
};

export const stages: readonly StageInput[] = [exampleStandard, exampleEconomy];

/** @throws where there is none of that name, with the names that there are, or more than one. */
export function stageNamed(name: string): StageInput {
  const [found, twin] = stages.filter((stage) => stage.name === name);
  if (twin) throw new Error(`infra/stages.ts has two stages named "${name}": give one of them another name`);
  if (found) return found;
  const names = stages.map((stage) => stage.name).join(', ');
  throw new Error(`There is no stage "${name}" in infra/stages.ts. There are: ${names}`);
}
