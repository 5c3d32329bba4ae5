/** What of a stage's templates is paid for. */
export interface Template {
  Resources?: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

export interface Inventory {
  /** Least capacity of all database instances together: 0 where they sleep. */
  leastAcu: number;
  /** Of one instance that is awake. */
  awakeAcu: number;
  secrets: number;
  kmsKeys: number;
  /** Interface endpoints times the zones that each is in. */
  endpointZones: number;
  caches: number;
  alarmMetrics: number;
  dashboards: number;
  /** Names that the code and the log filters write once every flow is used. */
  customMetrics: number;
  webAcls: number;
  webAclRules: number;
  scheduled: readonly Scheduled[];
  /** The function that signs people in. */
  signIn: { gigabytes: number; secrets: number };
}

export interface Scheduled {
  everyMinutes: number;
  gigabytes: number;
  secrets: number;
}

type Properties = Record<string, unknown>;
type Resource = [id: string, properties: Properties];

/** @param signInFlow the flow whose function signs people in by password. */
export function inventoryOf(templates: readonly Template[], signInFlow: string): Inventory {
  const all = (type: string): Resource[] =>
    templates.flatMap(({ Resources = {} }) =>
      Object.entries(Resources).flatMap(([id, resource]): Resource[] =>
        resource.Type === type ? [[id, resource.Properties ?? {}]] : [],
      ),
    );
  const functions = all('AWS::Lambda::Function');
  const signIn = functions.find(([, { FunctionName }]) => String(FunctionName).endsWith(`-${signInFlow}`));
  if (!signIn) throw new Error(`no function of the flow ${signInFlow} is in the templates`);
  const scaling = all('AWS::RDS::DBCluster').map(
    ([, properties]) => properties.ServerlessV2ScalingConfiguration as { MinCapacity: number },
  );
  const least = scaling.reduce((sum, { MinCapacity }) => sum + MinCapacity, 0);
  const acls = all('AWS::WAFv2::WebACL');
  return {
    leastAcu: least * all('AWS::RDS::DBInstance').length,
    awakeAcu: Math.max(0.5, least),
    secrets: secretsIn(all('AWS::SecretsManager::Secret'), all('AWS::RDS::DBCluster')),
    kmsKeys: all('AWS::KMS::Key').length,
    endpointZones: sum(all('AWS::EC2::VPCEndpoint'), ({ VpcEndpointType, SubnetIds }) =>
      VpcEndpointType === 'Interface' ? listed(SubnetIds).length : 0,
    ),
    caches: all('AWS::ElastiCache::ServerlessCache').length,
    alarmMetrics: sum(all('AWS::CloudWatch::Alarm'), metricsOf),
    dashboards: all('AWS::CloudWatch::Dashboard').length,
    // For each flow how many requests and how long they took.
    customMetrics: 2 * all('AWS::ApiGatewayV2::Integration').length + filterNames(all('AWS::Logs::MetricFilter')),
    webAcls: acls.length,
    webAclRules: sum(acls, ({ Rules }) => listed(Rules).length),
    scheduled: all('AWS::Events::Rule').flatMap(([, rule]) => scheduledBy(rule, new Map(functions))),
    signIn: { gigabytes: gigabytesOf(signIn[1]), secrets: secretsReadBy(signIn[1]) },
  };
}

/** Copies in other regions are paid for too, and so is the one that RDS keeps for the owner. */
function secretsIn(secrets: Resource[], clusters: Resource[]): number {
  const owners = clusters.filter(([, { ManageMasterUserPassword }]) => ManageMasterUserPassword === true);
  return owners.length + sum(secrets, ({ ReplicaRegions }) => 1 + listed(ReplicaRegions).length);
}

/** An alarm is paid for by the metrics that it reads. */
function metricsOf({ Metrics }: Properties): number {
  const read = listed(Metrics).filter((metric) => (metric as { MetricStat?: unknown }).MetricStat !== undefined);
  return Math.max(1, read.length);
}

function filterNames(filters: Resource[]): number {
  const transformations = filters.flatMap(([, properties]) => listed(properties.MetricTransformations));
  return new Set(transformations.map((one) => (one as { MetricName: string }).MetricName)).size;
}

function scheduledBy({ ScheduleExpression, Targets }: Properties, functions: Map<string, Properties>): Scheduled[] {
  const [, count = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(ScheduleExpression)) ?? [];
  const minutes = { minute: 1, hour: 60, day: 1440 }[unit];
  if (minutes === undefined) throw new Error(`a schedule that nobody can read: ${String(ScheduleExpression)}`);
  return listed(Targets).map((target) => {
    const [id = ''] = (target as { Arn: { 'Fn::GetAtt': string[] } }).Arn['Fn::GetAtt'];
    const started = functions.get(id);
    if (!started) throw new Error(`a schedule starts ${id}, which is no function of its template`);
    return {
      everyMinutes: Number(count) * minutes,
      gigabytes: gigabytesOf(started),
      secrets: secretsReadBy(started),
    };
  });
}

function gigabytesOf({ MemorySize }: Properties): number {
  return Number(MemorySize ?? 128) / 1024;
}

function secretsReadBy({ Environment }: Properties): number {
  const { Variables = {} } = (Environment ?? {}) as { Variables?: Properties };
  return Object.keys(Variables).filter((name) => /_SECRET(_|$)|_PUBLIC_KEYS$/.test(name)).length;
}

function listed(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function sum(resources: Resource[], of: (properties: Properties) => number): number {
  return resources.reduce((total, [, properties]) => total + of(properties), 0);
}
