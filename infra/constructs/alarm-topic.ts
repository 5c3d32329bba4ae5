import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';

/** Where alarms go. Without an address in the stage's configuration the operator subscribes what they like. */
export function alarmTopic(scope: Construct, id: string, { alarms }: StageConfig, key?: kms.IKey): sns.Topic {
  const topic = new sns.Topic(scope, id, { enforceSSL: true, ...(key ? { masterKey: key } : {}) });
  topic.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  if (alarms.mail) topic.addSubscription(new EmailSubscription(alarms.mail));
  new CfnOutput(scope, `${id}Arn`, { value: topic.topicArn, description: 'Alarms are published here' });
  return topic;
}
