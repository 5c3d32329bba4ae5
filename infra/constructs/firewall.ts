import type * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { nameOf } from '../names.ts';
import { keptLogGroup } from './log-group.ts';

/** Rules that read bodies. A body here bears a password, and any text is a good password: they count, not block. */
const bodyRules = {
  common: [
    'SizeRestrictions_BODY',
    'CrossSiteScripting_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'EC2MetaDataSSRF_BODY',
  ],
  knownBad: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
};

/** Within five minutes from one address; the limits of the routes themselves are lower for whatever can be guessed. */
const authRequests = 1000;

/** A web ACL of AWS's managed rules and one rate rule. */
export class Firewall extends Construct {
  readonly acl: wafv2.CfnWebACL;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id);
    const name = nameOf(config, 'firewall');
    this.acl = new wafv2.CfnWebACL(this, 'Acl', {
      name,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible(name),
      rules: [
        managed(0, 'AWSManagedRulesAmazonIpReputationList'),
        managed(1, 'AWSManagedRulesCommonRuleSet', bodyRules.common),
        managed(2, 'AWSManagedRulesKnownBadInputsRuleSet', bodyRules.knownBad),
        authRate(3),
      ],
    });
    const logGroup: logs.LogGroup = keptLogGroup(this, 'Logs', {
      config,
      name: `aws-waf-logs-${nameOf(config, 'firewall')}`,
    });
    new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.acl.attrArn,
      logDestinationConfigs: [logGroup.logGroupArn.replace(/:\*$/, '')],
      redactedFields: [
        ...['cookie', 'authorization', 'x-csrf-token'].map((header) => ({ singleHeader: { Name: header } })),
        { queryString: {} },
      ],
      // Not what was only counted: the log quotes what a rule found, and those found it in a body.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          { Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] },
        ],
      },
    });
  }
}

function managed(priority: number, name: string, counted: readonly string[] = []): wafv2.CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  };
}

function authRate(priority: number): wafv2.CfnWebACL.RuleProperty {
  return {
    name: 'AuthRate',
    priority,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        evaluationWindowSec: 300,
        limit: authRequests,
        scopeDownStatement: {
          byteMatchStatement: {
            fieldToMatch: { uriPath: {} },
            positionalConstraint: 'STARTS_WITH',
            searchString: '/api/v1/auth',
            // As the API reads a path: encoded letters count as the letters.
            textTransformations: [
              { priority: 0, type: 'URL_DECODE' },
              { priority: 1, type: 'LOWERCASE' },
            ],
          },
        },
      },
    },
    visibilityConfig: visible('AuthRate'),
  };
}

/** A sample would keep whole requests, cookies included. */
function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
