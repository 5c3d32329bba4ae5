/** What starts a worker, made from its entry in `workers.ts`. */
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { CfnResource, Duration, Validations } from 'aws-cdk-lib/core';
import { Trigger } from 'aws-cdk-lib/triggers';
import { acknowledge } from './acknowledge.ts';
import type { PlatformFunction } from './platform-function.ts';
import type { Start } from './workers.ts';

export interface Starters {
  nudges: dynamodb.ITableV2;
  jobNudges: dynamodb.ITableV2;
  mailEvents: sns.ITopic;
  /** A deploy that raises it runs anew what a deploy runs. */
  epoch: string;
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
        started[start.when === 'before-api' ? 'beforeApi' : 'afterApi'].push(atDeploy(worker, starters.epoch));
        break;
      case 'nudges':
        started.failures.push(byNudges(worker, starters.nudges));
        break;
      case 'job-nudges':
        started.failures.push(byNudges(worker, starters.jobNudges));
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

/**
 * The trigger gives up a minute before the function does, so that the deploy says why it failed.
 *
 * By itself it runs where the function's template changed, and then the version that was published. A restore changes
 * no template: the epoch is a parameter and the owner's secret another stack's output, both values that a published
 * version holds fast. So the function itself is run, and the epoch is among what makes it run.
 */
function atDeploy(worker: PlatformFunction, epoch: string): Trigger {
  const limit = worker.function.timeout ?? Duration.minutes(2);
  const timeout = limit.toSeconds() > 120 ? Duration.seconds(limit.toSeconds() - 60) : limit;
  Validations.of(worker.function).acknowledge({
    id: '@aws-cdk/aws-lambda:addPermissionsToVersionOrAlias',
    reason: 'The trigger calls by its own role, which may call every version; schedules call the function.',
  });
  const trigger = new Trigger(worker, 'AtDeploy', { handler: worker.function, timeout, executeOnHandlerChange: true });
  const resource = trigger.node.defaultChild?.node.defaultChild;
  if (!(resource instanceof CfnResource))
    throw new Error('the resource of a trigger is not where the CDK used to put it');
  resource.addPropertyOverride('HandlerArn', `${worker.function.functionArn}:$LATEST`);
  resource.addPropertyOverride('HandlerVersion', worker.function.currentVersion.version);
  resource.addPropertyOverride('PlatformEpoch', epoch);
  return trigger;
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
