import type * as kms from 'aws-cdk-lib/aws-kms';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface MailEventsProps {
  key: kms.IKey;
  configurationSet: ses.ConfigurationSet;
}

/** Bounces, complaints and refusals, as SES tells them. They bear addresses: the topic is encrypted. */
export class MailEvents extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, { key, configurationSet }: MailEventsProps) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    configurationSet.addEventDestination('Feedback', {
      destination: ses.EventDestination.snsTopic(this.topic),
      events: [ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT, ses.EmailSendingEvent.REJECT],
    });
  }
}
