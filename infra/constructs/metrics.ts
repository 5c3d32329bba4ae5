/** The metrics that the code writes (lambdas/kernel/metrics.ts), as CloudWatch is asked for them. */
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { StageConfig } from '../config.ts';
import { metricsNamespace } from './environment.ts';

export const fiveMinutes = Duration.minutes(5);

/** One metric of one function. `service` is the flow or the worker that wrote it. */
export function ownMetric(
  config: StageConfig,
  name: string,
  dimensionsMap: Record<string, string>,
  statistic = 'Sum',
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: metricsNamespace(config),
    metricName: name,
    dimensionsMap,
    statistic,
    period: fiveMinutes,
  });
}

/**
 * Every metric of a name with these dimensions, one line each: what a later flow writes is shown without a change here.
 *
 * @param where a value that a dimension must have, such as `flow="session"`.
 */
export function ownMetrics(
  config: StageConfig,
  name: string,
  dimensions: readonly string[],
  { statistic = 'Sum', where = '' }: { statistic?: string; where?: string } = {},
): cloudwatch.SearchExpression {
  const scheme = [metricsNamespace(config), ...dimensions].map((part) => `"${part}"`).join(',');
  const filter = [`MetricName="${name}"`, where].filter(Boolean).join(' ');
  return new cloudwatch.SearchExpression({
    expression: `SEARCH('{${scheme}} ${filter}', '${statistic}', ${fiveMinutes.toSeconds()})`,
    period: fiveMinutes,
    label: '',
  });
}
