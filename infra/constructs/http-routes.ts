import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Contract } from '../../lambdas/kernel/http/contract.ts';
import type { StageConfig } from '../config.ts';
import { logGroupName } from '../names.ts';
import type { GatewayStack } from '../stacks/gateway.ts';
import { acknowledge } from './acknowledge.ts';
import { keptLogGroup } from './log-group.ts';
import type { PlatformFunction } from './platform-function.ts';

export interface HttpRoutesProps {
  config: StageConfig;
  gateway: GatewayStack;
  key: kms.IKey;
  /** Each contract of the table with its function. */
  flows: readonly { contract: Contract; function: PlatformFunction }[];
}

/** The flow that answers what no route matches: 404, or 405 with `Allow`, from the table. */
export const defaultFlow = 'service';

/** What a hash takes of a whole processor, in seconds, at the cost of 12. */
const hashSeconds = 0.5;

/** The table as routes of API Gateway: those, `$default`, and no others. */
export class HttpRoutes extends Construct {
  readonly stage: apigateway.HttpStage;
  readonly accessLog: logs.LogGroup;

  constructor(scope: Construct, id: string, { config, gateway, key, flows }: HttpRoutesProps) {
    super(scope, id);
    const { api } = gateway;
    const routes: apigateway.HttpRoute[] = [];
    const throttles: Record<string, unknown> = {};
    for (const { contract, function: owner } of flows) {
      const integration = new HttpLambdaIntegration(`${contract.flow}-integration`, owner.function, {
        payloadFormatVersion: apigateway.PayloadFormatVersion.VERSION_2_0,
        timeout: Duration.millis(29_000),
        // One permission a function: one for each route would outgrow the policy of a large flow.
        scopePermissionToRoute: false,
      });
      const add = (name: string, routeKey: apigateway.HttpRouteKey) =>
        routes.push(new apigateway.HttpRoute(this, name, { httpApi: api, routeKey, integration }));
      for (const [name, { method, path }] of Object.entries(contract.routes)) {
        add(`${contract.flow}-${name}`, apigateway.HttpRouteKey.with(path, method as apigateway.HttpMethod));
        if (contract.needs.includes('hash')) Object.assign(throttles, hashThrottle(config, `${method} ${path}`));
      }
      if (contract.flow === defaultFlow) add('default', apigateway.HttpRouteKey.DEFAULT);
    }
    for (const route of routes) {
      acknowledge(
        route,
        'APIG4',
        'Who may call is in the contract of the route, which the function itself enforces: sessions end at once, which an authorizer that caches would not notice.',
      );
    }
    this.accessLog = keptLogGroup(this, 'AccessLog', { config, key, name: logGroupName(config, 'api-access') });
    this.stage = new apigateway.HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: config.capacity.requestsPerSecond, burstLimit: config.capacity.requestBurst },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
      ...(gateway.domainName ? { domainMapping: { domainName: gateway.domainName } } : {}),
    });
    const stage = this.stage.node.defaultChild as apigateway.CfnStage;
    stage.routeSettings = throttles;
    // A stage can set a throttle only for routes that are there.
    stage.node.addDependency(...routes);
  }
}

/** A route whose work is a hash is let through only as fast as the functions reserved for it can work. */
function hashThrottle({ capacity }: StageConfig, routeKey: string): Record<string, unknown> {
  if (capacity.hashingConcurrency === 'account') return {};
  const rate = Math.ceil(capacity.hashingConcurrency / hashSeconds);
  return { [routeKey]: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: rate } };
}

/** The route, never the path, query, cookies or headers: any of them may bear a secret or an address. */
const accessLogFields = {
  time: '$context.requestTime',
  request_id: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  length: '$context.responseLength',
  latency_ms: '$context.responseLatency',
  integration_ms: '$context.integrationLatency',
  integration_error: '$context.integrationErrorMessage',
  error: '$context.error.responseType',
};
