import { describeDeployed } from './in-lambda.ts';
import { apartSuite } from './suites/apart.suite.ts';
import { deploySuite } from './suites/deploy.suite.ts';
import { edgeSuite } from './suites/edge.suite.ts';
import { cacheGoneSuite, faultsSuite } from './suites/faults.suite.ts';
import { frozenSuite } from './suites/frozen.suite.ts';
import { isolationSuite } from './suites/isolation.suite.ts';
import { requestsSuite } from './suites/requests.suite.ts';
import { tracesSuite } from './suites/traces.suite.ts';
import { workersSuite } from './suites/workers.suite.ts';

const suites = [
  deploySuite,
  requestsSuite,
  edgeSuite,
  isolationSuite,
  apartSuite,
  workersSuite,
  frozenSuite,
  tracesSuite,
];

describeDeployed('standard', [...suites, faultsSuite, cacheGoneSuite]);
