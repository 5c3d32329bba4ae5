import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Contract } from '../../lambdas/kernel/http/contract.ts';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';
import { fiveMinutes, ownMetrics } from './metrics.ts';
import type { PlatformFunction } from './platform-function.ts';

type Flow = { contract: Contract; function: PlatformFunction };

/**
 * A row for each flow of the table, and one for each worker. One dashboard, not one a flow: CloudWatch gives three away
 * and takes three dollars a month for each further one.
 */
export function addFlowDashboard(
  scope: Construct,
  id: string,
  { config, flows, workers }: { config: StageConfig; flows: readonly Flow[]; workers: readonly PlatformFunction[] },
): cloudwatch.Dashboard {
  return new cloudwatch.Dashboard(scope, id, {
    dashboardName: nameOf(config, 'flows'),
    defaultInterval: Duration.hours(3),
    widgets: [
      ...flows.flatMap((flow) => [[title(flow.contract.flow)], flowRow(config, flow)]),
      ...workers.flatMap((worker) => [[title(worker.bundle)], workerRow(worker)]),
    ],
  });
}

function title(name: string): cloudwatch.IWidget {
  return new cloudwatch.TextWidget({ markdown: `## ${name}`, width: 24, height: 1 });
}

function flowRow(config: StageConfig, { contract: { flow }, function: owner }: Flow): cloudwatch.IWidget[] {
  const where = `flow="${flow}"`;
  const duration = (statistic: string) =>
    ownMetrics(config, 'RequestDuration', ['service', 'flow'], { statistic, where });
  return [
    graph('Requests', [ownMetrics(config, 'Request', ['service', 'flow'], { statistic: 'Sum', where })]),
    graph('Refusals by code', [ownMetrics(config, 'RequestError', ['service', 'flow', 'code'], { where })]),
    graph('Duration, p50 and p99 (ms)', [duration('p50'), duration('p99')]),
    table(owner, 'Routes', [
      'filter message = "request"',
      'stats count(*) as requests, pct(duration_ms, 50) as p50_ms, pct(duration_ms, 99) as p99_ms by method, route',
      'sort requests desc',
    ]),
    ...invocations(owner),
  ];
}

function workerRow(owner: PlatformFunction): cloudwatch.IWidget[] {
  return invocations(owner);
}

function invocations(platformFunction: PlatformFunction): cloudwatch.IWidget[] {
  const { function: owner } = platformFunction;
  const options = { period: fiveMinutes };
  return [
    graph('Invocations, errors, throttles', [
      owner.metricInvocations(options),
      owner.metricErrors(options),
      owner.metricThrottles(options),
    ]),
    table(platformFunction, 'Cold starts', [
      'filter type = "platform.report"',
      'stats count(*) as invocations, count(record.metrics.initDurationMs) as cold, max(record.metrics.initDurationMs) as longest_ms by bin(1h)',
    ]),
  ];
}

/** What the function's log says, for the time that the dashboard shows. */
function table({ logGroup }: PlatformFunction, title: string, queryLines: string[]): cloudwatch.IWidget {
  return new cloudwatch.LogQueryWidget({
    title,
    width: 4,
    height: 6,
    view: cloudwatch.LogQueryVisualizationType.TABLE,
    logGroupNames: [logGroup.logGroupName],
    queryLines,
  });
}

function graph(name: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title: name, width: 4, left });
}
