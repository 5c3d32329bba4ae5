import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ses from 'aws-cdk-lib/aws-ses';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';

/**
 * The sender. A domain signs what it sends (DKIM) and takes bounces under a name of its own (MAIL FROM), so that
 * DMARC holds; a single address is proven by a mail to it and is meant for trying out.
 */
export class MailIdentity extends Construct {
  readonly configurationSet: ses.ConfigurationSet;
  readonly configurationSetName: string;
  readonly configurationSetArn: string;
  /** Everything that a send is checked against. */
  readonly arns: string[];

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    const { from, identity, sandboxRecipients } = config.mail;
    this.configurationSetName = nameOf(config, 'mail');
    this.configurationSetArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSetName,
    });
    this.configurationSet = new ses.ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: this.configurationSetName,
      tlsPolicy: ses.ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
      sendingEnabled: true,
    });
    const domains = identity === 'domain' ? [this.domain(config, from.split('@').at(-1) ?? '')] : [];
    // While SES keeps the account in its sandbox, a send is checked against the recipient's identity too. An operator
    // who tries it out is sender and recipient at once, and SES takes an identity once.
    const addresses = new Set([...(identity === 'address' ? [from] : []), ...sandboxRecipients]);
    this.arns = [...domains, ...[...addresses].map((address) => this.address(address))].map(
      ({ emailIdentityArn }) => emailIdentityArn,
    );
  }

  /** Named by its address: one that leaves the list, or becomes the sender, must not pass its place on to another. */
  private address(address: string): ses.EmailIdentity {
    return new ses.EmailIdentity(this, `Address-${address.replaceAll('/', '-')}`, {
      identity: ses.Identity.email(address),
      configurationSet: this.configurationSet,
    });
  }

  private domain({ mail: { hostedZone } }: StageConfig, name: string): ses.EmailIdentity {
    const mailFromDomain = `mail.${name}`;
    const sender = new ses.EmailIdentity(this, 'Sender', {
      identity: ses.Identity.domain(name),
      mailFromDomain,
      mailFromBehaviorOnMxFailure: ses.MailFromBehaviorOnMxFailure.REJECT_MESSAGE,
      configurationSet: this.configurationSet,
    });
    const { region } = Stack.of(this);
    const records: MailRecord[] = [
      ...sender.dkimRecords.map((record) => ({ type: 'CNAME' as const, ...record })),
      { type: 'MX', name: mailFromDomain, value: `feedback-smtp.${region}.amazonses.com` },
      { type: 'TXT', name: mailFromDomain, value: 'v=spf1 include:amazonses.com ~all' },
    ];
    const zone = hostedZone
      ? route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
          hostedZoneId: hostedZone.id,
          zoneName: hostedZone.name,
        })
      : undefined;
    for (const [index, record] of records.entries()) {
      if (zone) this.record(`Record${index}`, zone, record);
      else this.tell(`Record${index}`, record);
    }
    this.tell('Dmarc', { type: 'TXT', name: `_dmarc.${name}`, value: 'v=DMARC1; p=quarantine' });
    return sender;
  }

  private record(id: string, zone: route53.IHostedZone, { type, name, value }: MailRecord): void {
    // A name with a closing dot is whole: the zone is not added to it.
    const recordName = `${name}.`;
    if (type === 'MX')
      new route53.MxRecord(this, id, { zone, recordName, values: [{ hostName: value, priority: 10 }] });
    else if (type === 'TXT') new route53.TxtRecord(this, id, { zone, recordName, values: [value] });
    else new route53.CnameRecord(this, id, { zone, recordName, domainName: value });
  }

  /** A record that somebody has to make, or to decide on, where the domain is served. */
  private tell(id: string, { type, name, value }: MailRecord): void {
    new CfnOutput(this, id, { value: `${type} ${name} ${type === 'MX' ? '10 ' : ''}${value}` });
  }
}

interface MailRecord {
  type: 'CNAME' | 'MX' | 'TXT';
  name: string;
  value: string;
}
