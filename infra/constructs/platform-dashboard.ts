import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { edgeRegion, nameOf } from '../names.ts';
import type { EdgeStack } from '../stacks/edge.ts';
import type { Observed } from './alarm-rules.ts';
import { cloudFrontMetric, firewallMetric } from './edge-alarms.ts';
import { fiveMinutes, ownMetrics } from './metrics.ts';

export interface PlatformDashboardProps extends Observed {
  edge: EdgeStack;
  alarms: readonly cloudwatch.Alarm[];
}

const half = 12;
const third = 8;

/** The platform on one page: is it well, do people get in, does mail leave, what does it cost. */
export function addPlatformDashboard(
  scope: Construct,
  id: string,
  props: PlatformDashboardProps,
): cloudwatch.Dashboard {
  return new cloudwatch.Dashboard(scope, id, {
    dashboardName: nameOf(props.config, 'platform'),
    defaultInterval: Duration.hours(24),
    widgets: [
      [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: 24, height: 3 })],
      traffic(props),
      signIns(props),
      functions(props),
      mail(props),
      database(props),
      store(props),
      cost(props),
    ],
  });
}

function traffic({ gateway: { api }, edge }: PlatformDashboardProps): cloudwatch.IWidget[] {
  const options = { period: fiveMinutes };
  const latency = (statistic: string) => api.metricLatency({ ...options, statistic, label: statistic });
  return [
    graph('Requests to the API', third, [
      api.metricCount(options),
      api.metricClientError(options),
      api.metricServerError(options),
    ]),
    graph('Latency of the API (ms)', third, [latency('p50'), latency('p90'), latency('p99')]),
    new cloudwatch.GraphWidget({
      title: 'Edge: requests, errors (%), blocked',
      width: third,
      region: edgeRegion,
      left: [
        cloudFrontMetric('Requests', edge.distributionId, 'Sum'),
        ...(edge.firewallName === undefined ? [] : [firewallMetric('BlockedRequests', edge.firewallName)]),
      ],
      right: [
        cloudFrontMetric('4xxErrorRate', edge.distributionId, 'Average'),
        cloudFrontMetric('5xxErrorRate', edge.distributionId, 'Average'),
      ],
    }),
  ];
}

function signIns({ config }: PlatformDashboardProps): cloudwatch.IWidget[] {
  const byMethod = (name: string) => ownMetrics(config, name, ['service', 'method']);
  return [
    graph('Sign-ins by method', third, [byMethod('SignInSucceeded')]),
    graph('Failed and limited sign-ins by method', third, [byMethod('SignInFailed'), byMethod('SignInLimited')]),
    graph('Registrations and proofs of a mailbox', third, [
      ownMetrics(config, 'RegistrationAsked', ['service']),
      ownMetrics(config, 'InvitationAccepted', ['service']),
      ownMetrics(config, 'EmailVerified', ['service', 'password']),
    ]),
  ];
}

function functions({ config, logMetrics }: PlatformDashboardProps): cloudwatch.IWidget[] {
  return [
    graph('Refusals by code', third, [ownMetrics(config, 'RequestError', ['service', 'flow', 'code'])]),
    graph('Failed invocations, error lines', third, [
      logMetrics.metric('failedInvocations'),
      logMetrics.metric('errorLines'),
    ]),
    graph('Cold starts; passwords hashed', third, [
      logMetrics.metric('coldStarts'),
      ownMetrics(config, 'PasswordHashed', ['service']),
    ]),
  ];
}

function mail({ config, api }: PlatformDashboardProps): cloudwatch.IWidget[] {
  const byKind = (name: string) => ownMetrics(config, name, ['service', 'kind']);
  const ses = (metricName: string, statistic = 'Sum') =>
    new cloudwatch.Metric({ namespace: 'AWS/SES', metricName, statistic, period: fiveMinutes });
  return [
    graph('Outbox', third, [
      byKind('OutboxDone'),
      byKind('OutboxFailed'),
      byKind('OutboxRefused'),
      byKind('MailFeedback'),
    ]),
    graph('Jobs', third, [byKind('JobStarted'), byKind('JobDone'), byKind('JobFailed')]),
    new cloudwatch.GraphWidget({
      title: 'Mail service, and its reputation (share)',
      width: third,
      left: [ses('Send'), ses('Delivery'), ses('Bounce'), ses('Complaint')],
      right: [ses('Reputation.BounceRate', 'Maximum'), ses('Reputation.ComplaintRate', 'Maximum')],
    }),
    graph(
      'Given up',
      third,
      api.failures.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes })),
    ),
  ];
}

function database({ data: { database } }: PlatformDashboardProps): cloudwatch.IWidget[] {
  const metric = (name: string, statistic = 'Average') =>
    database.cluster.metric(name, { statistic, period: fiveMinutes });
  return [
    graph('Database: capacity (ACU) and share of its limit (%)', third, [
      metric('ServerlessDatabaseCapacity'),
      metric('ACUUtilization'),
    ]),
    graph('Database: connections, deadlocks', third, [metric('DatabaseConnections'), metric('Deadlocks', 'Sum')]),
    graph('Database: latency of commits (ms), replica lag (ms)', third, [
      metric('CommitLatency'),
      metric('AuroraReplicaLagMaximum', 'Maximum'),
    ]),
  ];
}

function store({ data: { store: table, nudges, cache } }: PlatformDashboardProps): cloudwatch.IWidget[] {
  const ofTable = (title: string, { table: of }: typeof table | typeof nudges) =>
    graph(title, third, [
      of.metricConsumedReadCapacityUnits({ period: fiveMinutes }),
      of.metricConsumedWriteCapacityUnits({ period: fiveMinutes }),
    ]);
  const widgets = [ofTable('Store in DynamoDB: units', table), ofTable('Nudges: units', nudges)];
  if (!cache) return widgets;
  const metric = (metricName: string, statistic = 'Sum') =>
    new cloudwatch.Metric({
      namespace: 'AWS/ElastiCache',
      metricName,
      dimensionsMap: { clusterId: cache.cacheName },
      statistic,
      period: fiveMinutes,
    });
  return [
    ...widgets,
    graph('Cache: hits, misses, units, throttled', third, [
      metric('CacheHits'),
      metric('CacheMisses'),
      metric('ElastiCacheProcessingUnits'),
      metric('ThrottledCmds'),
    ]),
  ];
}

/** AWS tells what was spent only in one region, and only where billing alerts are turned on. */
function cost({ api }: PlatformDashboardProps): cloudwatch.IWidget[] {
  const spent = new cloudwatch.Metric({
    namespace: 'AWS/Billing',
    metricName: 'EstimatedCharges',
    dimensionsMap: { Currency: 'USD' },
    statistic: 'Maximum',
    period: Duration.hours(6),
  });
  return [
    new cloudwatch.GraphWidget({
      title: "The account's month so far (USD)",
      width: half,
      region: edgeRegion,
      left: [spent],
    }),
    graph(
      'Time of functions (ms), which is what they cost',
      half,
      [...api.flows.map((flow) => flow.function), ...api.workers].map(({ bundle, function: owner }) =>
        owner.metricDuration({ statistic: 'Sum', period: fiveMinutes, label: bundle }),
      ),
    ),
  ];
}

function graph(title: string, width: number, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, width, left });
}
