/** Events of workers as their sources send them. */
import { randomUUID } from 'node:crypto';
import type { ScheduledEvent, SNSEvent } from 'aws-lambda';

const account = '000000000000';
const region = 'eu-west-1';
const time = '2026-11-25T12:00:00Z';

/** What a deploy's trigger sends. */
export const atDeploy = {};

export function scheduled(worker: string): ScheduledEvent {
  const resources = [`arn:aws:events:${region}:${account}:rule/gatehouse-${worker}`];
  const id = randomUUID();
  return {
    version: '0',
    id,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time,
    region,
    resources,
    detail: {},
  };
}

/** What SES publishes to its topic about mails that bounced for good. */
export function bounced(...addresses: string[]): SNSEvent {
  const topic = `arn:aws:sns:${region}:${account}:gatehouse-mail-events`;
  const message = {
    eventType: 'Bounce',
    bounce: {
      feedbackId: randomUUID(),
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress, action: 'failed', status: '5.1.1' })),
      timestamp: time,
      reportingMTA: 'dsn; a.example',
    },
    mail: { timestamp: time, messageId: randomUUID(), destination: addresses, tags: {} },
  };
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${topic}:${randomUUID()}`,
        Sns: {
          Type: 'Notification',
          MessageId: randomUUID(),
          TopicArn: topic,
          Subject: 'Amazon SES Email Event Notification',
          Message: JSON.stringify(message),
          Timestamp: time,
          SignatureVersion: '1',
          Signature: 'c2lnbmF0dXJl',
          SigningCertUrl: 'https://sns.example/certificate.pem',
          UnsubscribeUrl: 'https://sns.example/unsubscribe',
          MessageAttributes: {},
        },
      },
    ],
  };
}
