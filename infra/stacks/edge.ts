import { CfnOutput } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AccessLog } from '../constructs/access-log.ts';
import { addEdgeAlarms } from '../constructs/edge-alarms.ts';
import { Firewall } from '../constructs/firewall.ts';
import { SiteDistribution } from '../constructs/site-distribution.ts';
import { StaticSite } from '../constructs/static-site.ts';
import { edgeRegion } from '../names.ts';
import { PlatformStack, type PlatformStackProps } from './platform-stack.ts';

export interface EdgeStackProps extends PlatformStackProps {
  apiHost: string;
  /** The folder of the built site. */
  site: string;
}

/** What stands between people and the platform. CloudFront wants all of it in one region. */
export class EdgeStack extends PlatformStack {
  /** The public origin of site and API. */
  readonly origin: string;
  readonly distributionId: string;
  readonly firewallName: string | undefined;

  constructor(scope: Construct, id: string, { apiHost, site: files, ...props }: EdgeStackProps) {
    super(scope, id, { ...props, region: edgeRegion });
    const { config } = props;
    const firewall = config.edge.firewall ? new Firewall(this, 'Firewall', config) : undefined;
    const site = new StaticSite(this, 'Site', { config, files });
    const { distribution } = new SiteDistribution(this, 'Edge', {
      config,
      site,
      files,
      apiHost,
      webAclArn: firewall?.acl.attrArn,
    });
    new AccessLog(this, 'AccessLog', { config, distribution, bucket: site.logs });
    this.origin = `https://${config.domain?.name ?? distribution.distributionDomainName}`;
    this.distributionId = distribution.distributionId;
    this.firewallName = firewall?.acl.name;
    addEdgeAlarms(this, config, this.distributionId, this.firewallName);
    new CfnOutput(this, 'Address', { value: this.origin, description: 'Where people sign in' });
    new CfnOutput(this, 'DistributionName', {
      value: distribution.distributionDomainName,
      description: 'What a record of your domain points to, where the domain is served elsewhere',
    });
  }
}
