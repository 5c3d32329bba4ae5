import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { alarmTopic } from './alarm-topic.ts';
import { type AlarmRule, Alarms } from './alarms.ts';
import { fiveMinutes } from './metrics.ts';

/** An alarm has to be where its metric is, and those of the edge are in its own region. */
export function addEdgeAlarms(
  scope: Construct,
  config: StageConfig,
  distributionId: string,
  firewallName: string | undefined,
): void {
  const errors = cloudFrontMetric('5xxErrorRate', distributionId, 'Average');
  const rules: AlarmRule[] = [
    {
      name: 'edge-errors',
      meaning: 'More than 2 % of what CloudFront answers is 5xx.',
      metric: errors,
      above: 2,
      of: [3, 3],
    },
  ];
  if (firewallName !== undefined) {
    rules.push({
      name: 'firewall-blocks',
      meaning: 'The firewall blocks many requests: an attack, or a rule that meets what people do.',
      metric: firewallMetric('BlockedRequests', firewallName),
      above: 2000,
      of: [2, 3],
    });
  }
  new Alarms(scope, 'Alarms', { config, topic: alarmTopic(scope, 'AlarmTopic', config), rules });
}

export function cloudFrontMetric(metricName: string, distributionId: string, statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
    statistic,
    period: fiveMinutes,
  });
}

export function firewallMetric(metricName: string, webAcl: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/WAFV2',
    metricName,
    dimensionsMap: { WebACL: webAcl, Rule: 'ALL' },
    statistic: 'Sum',
    period: fiveMinutes,
  });
}
