import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { metricsNamespace } from './environment.ts';
import { ownMetric } from './metrics.ts';
import type { PlatformFunction } from './platform-function.ts';

/** What is counted in the logs of every function together: a metric is paid for by its name, not by its sources. */
export const logMetrics = {
  /** A line that says something went wrong. */
  errorLines: { name: 'ErrorLines', pattern: '{ $.level = "ERROR" }' },
  /** An invocation that ended without an answer: it threw, ran out of time or of memory. */
  failedInvocations: {
    name: 'FailedInvocations',
    pattern: '{ $.type = "platform.report" && $.record.status != "success" }',
  },
  coldStarts: { name: 'ColdStarts', pattern: '{ $.type = "platform.report" && $.record.metrics.initDurationMs > 0 }' },
} as const;

export type LogMetric = keyof typeof logMetrics;

export class LogMetrics extends Construct {
  private readonly config: StageConfig;

  constructor(scope: Construct, id: string, config: StageConfig, functions: readonly PlatformFunction[]) {
    super(scope, id);
    this.config = config;
    for (const { bundle, logGroup } of functions) {
      for (const [key, { name, pattern }] of Object.entries(logMetrics)) {
        new logs.MetricFilter(this, `${bundle}-${key}`, {
          logGroup,
          filterPattern: logs.FilterPattern.literal(pattern),
          metricNamespace: metricsNamespace(config),
          metricName: name,
          metricValue: '1',
        });
      }
    }
  }

  metric(of: LogMetric): cloudwatch.Metric {
    return ownMetric(this.config, logMetrics[of].name, {});
  }
}
