import type { Construct } from 'constructs';
import { alarmRules } from '../constructs/alarm-rules.ts';
import { alarmTopic } from '../constructs/alarm-topic.ts';
import { Alarms } from '../constructs/alarms.ts';
import { addBudget } from '../constructs/budget.ts';
import { addFlowDashboard } from '../constructs/flow-dashboard.ts';
import { LogMetrics } from '../constructs/log-metrics.ts';
import { addPlatformDashboard } from '../constructs/platform-dashboard.ts';
import type { ApiStack } from './api.ts';
import type { DataStack } from './data.ts';
import type { EdgeStack } from './edge.ts';
import type { GatewayStack } from './gateway.ts';
import { PlatformStack, type PlatformStackProps } from './platform-stack.ts';

export interface ObservabilityStackProps extends PlatformStackProps {
  data: DataStack;
  gateway: GatewayStack;
  edge: EdgeStack;
  api: ApiStack;
}

/** Who looks after the platform looks here. */
export class ObservabilityStack extends PlatformStack {
  constructor(scope: Construct, id: string, { data, gateway, edge, api, ...props }: ObservabilityStackProps) {
    super(scope, id, props);
    const { config } = props;
    const logMetrics = new LogMetrics(this, 'LogMetrics', config, [
      ...api.flows.map((flow) => flow.function),
      ...api.workers,
    ]);
    const observed = { config, data, gateway, api, logMetrics };
    const topic = alarmTopic(this, 'AlarmTopic', config, data.key.key);
    const { all: alarms } = new Alarms(this, 'Alarms', { config, topic, rules: alarmRules(observed) });
    addPlatformDashboard(this, 'Platform', { ...observed, edge, alarms });
    addFlowDashboard(this, 'Flows', { config, flows: api.flows, workers: api.workers });
    addBudget(this, config);
  }
}
