/** Faults that lie between two settings. */
import type { StageConfig } from './config.ts';

type Setting = keyof StageConfig;

/** Each rule with the settings that it reads. */
const rules: readonly [readonly Setting[], (config: StageConfig) => string[]][] = [
  [['domain', 'region'], domainFaults],
  [['mail'], mailFaults],
  [['mail', 'firstAdministrator'], sandboxFaults],
  [['profile', 'capacity'], capacityFaults],
  [['domain', 'passkeys'], passkeyFaults],
  [['providers'], providerFaults],
  [['alarms'], alarmFaults],
  [['retention'], retentionFaults],
];

/**
 * One sentence each, which begins with the setting to change.
 *
 * @param unsound settings that have a fault of their own: rules that read them are left out.
 */
export function crossFaults(config: StageConfig, unsound: ReadonlySet<string>): string[] {
  return rules.flatMap(([read, faultsOf]) => (read.some((setting) => unsound.has(setting)) ? [] : faultsOf(config)));
}

/** Rows are proven by their seals: these have to last as long. */
function retentionFaults({ retention: { auditDays, archiveDays } }: StageConfig): string[] {
  return archiveDays < auditDays
    ? [`retention.archiveDays must be at least ${auditDays}, as long as audit rows are kept (retention.auditDays)`]
    : [];
}

function domainFaults({ domain, region }: StageConfig): string[] {
  if (!domain) return [];
  const faults: string[] = [];
  const { name, hostedZone, certificateArn, api } = domain;
  if (!hostedZone && !certificateArn) {
    faults.push(
      'domain.certificateArn is missing: without domain.hostedZone nothing can prove the domain. Give the hosted zone, or a certificate in us-east-1',
    );
  }
  if (hostedZone && !within(name, hostedZone.name))
    faults.push(`domain.hostedZone.name must be ${name} or a domain above it`);
  if (!api) return faults;
  if (api.name === name)
    faults.push("domain.api.name must be another name than the site's, such as api.auth.example.com");
  if (!hostedZone && !api.certificateArn) {
    faults.push(
      `domain.api.certificateArn is missing: without domain.hostedZone it must name a certificate in ${region}`,
    );
  }
  if (hostedZone && !within(api.name, hostedZone.name))
    faults.push(`domain.api.name must lie within ${hostedZone.name}`);
  if (api.certificateArn && !api.certificateArn.startsWith(`arn:aws:acm:${region}:`)) {
    faults.push(`domain.api.certificateArn must name a certificate in ${region}, where the API is`);
  }
  return faults;
}

function mailFaults({ mail }: StageConfig): string[] {
  const faults: string[] = [];
  const sender = mail.from.split('@').at(-1) ?? '';
  if (mail.identity === 'address' && mail.hostedZone) {
    faults.push('mail.hostedZone goes with identity "domain": take it out, or change the identity');
  }
  if (mail.hostedZone && !within(sender, mail.hostedZone.name))
    faults.push(`mail.hostedZone.name must be ${sender} or a domain above it`);
  return faults;
}

/** Whoever lists recipients is in the sandbox, where the invitation is one more mail. */
function sandboxFaults({
  mail: { from, identity, sandboxRecipients },
  firstAdministrator: first,
}: StageConfig): string[] {
  const sender = from.split('@').at(-1) ?? '';
  if (first === undefined || sandboxRecipients.length === 0 || sandboxRecipients.includes(first)) return [];
  const isProven = identity === 'address' ? first === from : within(first.split('@').at(-1) ?? '', sender);
  if (isProven) return [];
  return [
    `mail.sandboxRecipients must name ${first} too: in the sandbox the invitation of firstAdministrator cannot leave`,
  ];
}

function capacityFaults({ profile, capacity: { database, requestBurst, requestsPerSecond } }: StageConfig): string[] {
  const faults: string[] = [];
  if (database.maxAcu < database.minAcu) faults.push('capacity.database.maxAcu must not be less than minAcu');
  if (profile === 'standard' && database.minAcu === 0) {
    faults.push(
      'capacity.database.minAcu must be at least 0.5 in the standard profile: a paused database keeps people waiting',
    );
  }
  if (requestBurst < requestsPerSecond) faults.push('capacity.requestBurst must not be less than requestsPerSecond');
  return faults;
}

function passkeyFaults({ domain, passkeys: { rpId } }: StageConfig): string[] {
  if (!rpId || (domain && within(domain.name, rpId))) return [];
  if (!domain) {
    return [
      'passkeys.rpId needs a domain: a browser refuses it on the name that CloudFront gives. Take it out, or set domain',
    ];
  }
  return [`passkeys.rpId must be ${domain.name} or a domain above it: browsers refuse any other (WebAuthn 5.1.2)`];
}

function providerFaults({ providers }: StageConfig): string[] {
  const ids = providers.map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `providers names ${id} twice`);
}

function alarmFaults({ alarms }: StageConfig): string[] {
  if (alarms.monthlyBudgetUsd === undefined || alarms.mail !== undefined) return [];
  return ['alarms.mail is missing: there is nobody to tell that monthlyBudgetUsd is used up'];
}

function within(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}
