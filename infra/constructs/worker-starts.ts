/** What starts a worker, made from its entry in `workers.ts`. */
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Trigger } from 'aws-cdk-lib/triggers';
import { acknowledge } from './acknowledge.ts';
import type { PlatformFunction } from './platform-function.ts';
import type { Start } from './workers.ts';

export interface Starters {
  nudges: dynamodb.ITableV2;
  mailEvents: sns.ITopic;
}

export interface Started {
  /** What could not be done, after every try. */
  failures: sqs.Queue[];
  /** What has to run before the functions of the API. */
  beforeApi: Trigger[];
  /** What has to run once they are there. */
  afterApi: Trigger[];
}

export function startWorker(worker: PlatformFunction, starts: readonly Start[], starters: Starters): Started {
  const started: Started = { failures: [], beforeApi: [], afterApi: [] };
  for (const start of starts) {
    switch (start.by) {
      case 'deploy':
        started[start.when === 'before-api' ? 'beforeApi' : 'afterApi'].push(atDeploy(worker));
        break;
      case 'nudges':
        started.failures.push(byNudges(worker, starters.nudges));
        break;
      case 'mail-events':
        started.failures.push(byMailEvents(worker, starters.mailEvents));
        break;
      case 'schedule':
        bySchedule(worker, start.everyMinutes);
        break;
    }
  }
  return started;
}

/** The trigger gives up a minute before the function does, so that the deploy says why it failed. */
function atDeploy(worker: PlatformFunction): Trigger {
  const limit = worker.function.timeout ?? Duration.minutes(2);
  const timeout = limit.toSeconds() > 120 ? Duration.seconds(limit.toSeconds() - 60) : limit;
  Validations.of(worker.function).acknowledge({
    id: '@aws-cdk/aws-lambda:addPermissionsToVersionOrAlias',
    reason: 'The trigger alone calls the version, by its own role; schedules call the function.',
  });
  return new Trigger(worker, 'AtDeploy', { handler: worker.function, timeout, executeOnHandlerChange: true });
}

function byNudges(worker: PlatformFunction, table: dynamodb.ITableV2): sqs.Queue {
  const failures = failureQueue(worker, 'NudgeFailures');
  worker.function.addEventSource(
    new DynamoEventSource(table, {
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      // What is removed, by its time to live, nudges nobody.
      filters: [lambda.FilterCriteria.filter({ eventName: lambda.FilterRule.or('INSERT', 'MODIFY') })],
      reportBatchItemFailures: true,
      retryAttempts: 20,
      maxRecordAge: Duration.hours(6),
      onFailure: new SqsDlq(failures),
    }),
  );
  return failures;
}

function byMailEvents(worker: PlatformFunction, topic: sns.ITopic): sqs.Queue {
  const failures = failureQueue(worker, 'EventFailures');
  topic.addSubscription(new LambdaSubscription(worker.function, { deadLetterQueue: failures }));
  return failures;
}

function bySchedule(worker: PlatformFunction, everyMinutes: number): void {
  new events.Rule(worker, 'Schedule', {
    description: `Starts ${worker.bundle}`,
    schedule: events.Schedule.rate(Duration.minutes(everyMinutes)),
    targets: [new targets.LambdaFunction(worker.function, { retryAttempts: 0 })],
  });
}

function failureQueue(worker: PlatformFunction, id: string): sqs.Queue {
  const queue = new sqs.Queue(worker, id, {
    encryption: sqs.QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, 'SQS3', 'It is the queue of dead letters; an alarm watches it.');
  return queue;
}
