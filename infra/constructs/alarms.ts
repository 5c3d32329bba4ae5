import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';

/** One alarm as data. */
export interface AlarmRule {
  /** Also the heading of its runbook, docs/operations/runbooks.md. */
  name: string;
  /** What it means, for whoever is woken by it. */
  meaning: string;
  metric: cloudwatch.IMetric;
  above: number;
  /** How many of how many periods. */
  of: readonly [number, number];
  /** Where silence is the fault. */
  whenMissing?: cloudwatch.TreatMissingData;
}

/** Makes each rule an alarm whose text leads to its runbook. */
export class Alarms extends Construct {
  readonly all: readonly cloudwatch.Alarm[];

  constructor(
    scope: Construct,
    id: string,
    { config, topic, rules }: { config: StageConfig; topic: sns.ITopic; rules: readonly AlarmRule[] },
  ) {
    super(scope, id);
    const action = new SnsAction(topic);
    this.all = rules.map(({ name, meaning, metric, above, of: [datapoints, periods], whenMissing }) => {
      const alarm = new cloudwatch.Alarm(this, name, {
        alarmName: nameOf(config, name),
        alarmDescription: `${meaning} What to do: docs/operations/runbooks.md#${name}`,
        metric,
        threshold: above,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        datapointsToAlarm: datapoints,
        evaluationPeriods: periods,
        treatMissingData: whenMissing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
  }
}
