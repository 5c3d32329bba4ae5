/** What wakes somebody, as data. Each has a runbook of its name. */
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { StageConfig } from '../config.ts';
import type { ApiStack } from '../stacks/api.ts';
import type { DataStack } from '../stacks/data.ts';
import type { GatewayStack } from '../stacks/gateway.ts';
import type { AlarmRule } from './alarms.ts';
import { auditRules } from './audit-alarms.ts';
import type { LogMetrics } from './log-metrics.ts';
import { fiveMinutes, ownMetric } from './metrics.ts';
import { comesDaily } from './workers.ts';

export interface Observed {
  config: StageConfig;
  data: DataStack;
  gateway: GatewayStack;
  api: ApiStack;
  logMetrics: LogMetrics;
}

export function alarmRules(observed: Observed): AlarmRule[] {
  return [
    ...apiRules(observed),
    ...functionRules(observed),
    ...signInRules(observed),
    ...factorRules(observed),
    ...auditRules(observed.config),
    ...mailRules(observed),
    ...databaseRules(observed),
    ...cacheRules(observed),
  ];
}

function apiRules({ gateway: { api } }: Observed): AlarmRule[] {
  const options = { period: fiveMinutes };
  const share = new cloudwatch.MathExpression({
    expression: '100 * errors / MAX([count, 1])',
    usingMetrics: { errors: api.metricServerError(options), count: api.metricCount(options) },
    period: fiveMinutes,
    label: '% of answers',
  });
  return [
    { name: 'api-errors', meaning: 'More than 1 % of the answers are 5xx.', metric: share, above: 1, of: [2, 3] },
    {
      name: 'api-latency',
      meaning: 'One answer in a hundred takes longer than five seconds.',
      metric: api.metricLatency({ ...options, statistic: 'p99' }),
      above: 5000,
      of: [3, 3],
    },
  ];
}

function functionRules({ config, api, logMetrics }: Observed): AlarmRule[] {
  const hashing = api.flows.filter(({ contract }) => contract.needs.includes('hash'));
  const daily = api.workers.filter(({ bundle }) => comesDaily(bundle, config.profile));
  const failed = new cloudwatch.MathExpression({
    expression: 'SUM(METRICS())',
    usingMetrics: Object.fromEntries(
      daily.map(({ function: owner }, index) => [`d${index}`, owner.metricErrors({ period: fiveMinutes })]),
    ),
    period: fiveMinutes,
    label: 'failed',
  });
  const throttled = new cloudwatch.MathExpression({
    expression: 'SUM(METRICS())',
    usingMetrics: Object.fromEntries(
      hashing.map(({ function: owner }, index) => [
        `t${index}`,
        owner.function.metricThrottles({ period: fiveMinutes }),
      ]),
    ),
    period: fiveMinutes,
    label: 'throttled',
  });
  return [
    {
      name: 'failed-invocations',
      meaning: 'Functions end without an answer: they throw, run out of time or of memory.',
      metric: logMetrics.metric('failedInvocations'),
      above: 5,
      of: [1, 1],
    },
    {
      name: 'error-lines',
      meaning: 'Functions log errors.',
      metric: logMetrics.metric('errorLines'),
      above: 20,
      of: [2, 3],
    },
    {
      name: 'daily-work-failed',
      meaning: 'A worker that comes once a day failed.',
      metric: failed,
      above: 0,
      of: [1, 1],
    },
    {
      name: 'hashing-throttled',
      meaning: 'More sign-ins arrive than the functions that hash passwords may work at.',
      metric: throttled,
      above: 10,
      of: [2, 3],
    },
  ];
}

function signInRules({ config }: Observed): AlarmRule[] {
  const password = { service: 'password-login', method: 'password' };
  return [
    {
      name: 'sign-in-failures',
      meaning: 'Passwords are being guessed, or something keeps people from signing in.',
      metric: ownMetric(config, 'SignInFailed', password),
      above: 500,
      of: [2, 3],
    },
    {
      name: 'sign-in-limited',
      meaning: 'Many sign-ins meet a limit.',
      metric: ownMetric(config, 'SignInLimited', password),
      above: 200,
      of: [2, 3],
    },
  ];
}

/** Whatever opens secrets of factors may be what finds one that another row's was copied over. */
function factorRules({ config, api }: Observed): AlarmRule[] {
  const opening = [
    ...api.flows.filter(({ contract }) => contract.needs.includes('encrypt')).map(({ contract }) => contract.flow),
    're-encryption',
    ...(config.profile === 'economy' ? ['sweeper'] : []),
  ];
  const unreadable = new cloudwatch.MathExpression({
    expression: 'SUM(METRICS())',
    usingMetrics: Object.fromEntries(
      opening.map((service, index) => [`f${index}`, ownMetric(config, 'FactorUnreadable', { service })]),
    ),
    period: fiveMinutes,
    label: 'unreadable',
  });
  return [
    {
      name: 'factor-unreadable',
      meaning: 'The secret of a second factor does not open: something else was written into its row.',
      metric: unreadable,
      above: 0,
      of: [1, 1],
    },
    {
      name: 'passkey-cloned',
      meaning: 'A passkey was used whose counter went back: there may be a copy of it.',
      metric: ownMetric(config, 'PasskeyCloned', { service: 'passkey' }),
      above: 0,
      of: [1, 1],
    },
  ];
}

function mailRules({ config, api }: Observed): AlarmRule[] {
  const reputation = (metricName: string) =>
    new cloudwatch.Metric({ namespace: 'AWS/SES', metricName, statistic: 'Maximum', period: Duration.hours(1) });
  const late = api.workers.filter(({ bundle }) => bundle === 'sender');
  return [
    ...api.failures.map((queue): AlarmRule => {
      const worker = queue.node.scope?.node.id.replace(/^Worker-/, '') ?? queue.node.id;
      return {
        name: `${worker}-failures`,
        meaning: `The worker ${worker} gave up on something that it was told of.`,
        metric: queue.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes }),
        above: 0,
        of: [1, 1],
      };
    }),
    ...late.map(
      (worker): AlarmRule => ({
        name: 'mail-late',
        meaning: 'Mails wait longer than ten minutes to be sent.',
        metric: worker.function.metric('IteratorAge', { statistic: 'Maximum', period: fiveMinutes }),
        above: 600_000,
        of: [2, 2],
      }),
    ),
    {
      name: 'mail-failing',
      meaning: 'The mail service takes no mail.',
      metric: ownMetric(config, 'OutboxFailed', { service: 'sender', kind: 'mail' }),
      above: 20,
      of: [2, 3],
    },
    ...breakerRules(config, api),
    {
      name: 'mail-bounces',
      meaning: 'More than 4 % of mails bounce; at 10 % SES pauses sending.',
      metric: reputation('Reputation.BounceRate'),
      above: 0.04,
      of: [1, 1],
    },
    {
      name: 'mail-complaints',
      meaning: 'More than 0.08 % of mails are complained of; at 0.5 % SES pauses sending.',
      metric: reputation('Reputation.ComplaintRate'),
      above: 0.0008,
      of: [1, 1],
    },
  ];
}

/** The hourly breaker of protocols that let strangers ask for mail; any of those flows may be the one that opens it. */
function breakerRules(config: StageConfig, api: ApiStack): AlarmRule[] {
  const asking = api.flows.filter(({ contract }) =>
    Object.values(contract.routes).some(({ limits }) => limits.some(({ per }) => per === 'platform')),
  );
  if (asking.length === 0) return [];
  const opened = new cloudwatch.MathExpression({
    expression: 'SUM(METRICS())',
    usingMetrics: Object.fromEntries(
      asking.map(({ contract }, index) => [
        `b${index}`,
        ownMetric(config, 'MailBreakerOpen', { service: contract.flow }),
      ]),
    ),
    period: fiveMinutes,
    label: 'refused',
  });
  return [
    {
      name: 'mail-breaker',
      meaning: 'So many mails were asked for within an hour that none is sent on request for the rest of it.',
      metric: opened,
      above: 0,
      of: [1, 1],
    },
  ];
}

function databaseRules({ config, data }: Observed): AlarmRule[] {
  const { cluster } = data.database;
  const lag: AlarmRule = {
    name: 'database-replica-lag',
    meaning: 'The second zone is behind: a failover now would take longer.',
    metric: cluster.metric('AuroraReplicaLagMaximum', { statistic: 'Maximum', period: fiveMinutes }),
    above: 5000,
    of: [3, 3],
  };
  return [
    {
      name: 'database-capacity',
      meaning: 'The database works at the top of the capacity that it was given.',
      metric: cluster.metricACUUtilization({ statistic: 'Average', period: fiveMinutes }),
      above: 90,
      of: [3, 3],
    },
    ...(config.profile === 'standard' ? [lag] : []),
  ];
}

function cacheRules({ data: { cache, store } }: Observed): AlarmRule[] {
  const table: AlarmRule = {
    name: 'store-throttled',
    meaning: 'DynamoDB refuses calls to the store.',
    metric: store.table.metric('WriteThrottleEvents', { statistic: 'Sum', period: fiveMinutes }),
    above: 0,
    of: [2, 3],
  };
  if (!cache) return [table];
  const throttled = new cloudwatch.Metric({
    namespace: 'AWS/ElastiCache',
    metricName: 'ThrottledCmds',
    dimensionsMap: { clusterId: cache.cacheName },
    statistic: 'Sum',
    period: fiveMinutes,
  });
  return [
    {
      name: 'cache-throttled',
      meaning: 'The cache refuses commands: it is at its limit.',
      metric: throttled,
      above: 0,
      of: [2, 3],
    },
  ];
}
