import { idleMonth, millionSignIns, total, totalAlone, usedMonth } from '../../../local/cost/estimate.ts';
import { inventoryOf, type Template } from '../../../local/cost/inventory.ts';
import { free, prices } from '../../../local/cost/prices.ts';
import { costReport } from '../../../local/cost/report.ts';
import { idleRun, signIn } from '../../../local/cost/work.ts';

/** A stage with one of everything that is paid for. */
const template = {
  Resources: {
    Cluster: {
      Type: 'AWS::RDS::DBCluster',
      Properties: { ServerlessV2ScalingConfiguration: { MinCapacity: 0.5 }, ManageMasterUserPassword: true },
    },
    Writer: { Type: 'AWS::RDS::DBInstance' },
    Reader: { Type: 'AWS::RDS::DBInstance' },
    Key: { Type: 'AWS::KMS::Key' },
    Edge: { Type: 'AWS::SecretsManager::Secret', Properties: { ReplicaRegions: [{ Region: 'us-east-1' }] } },
    Gateway: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Gateway' } },
    Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b'] } },
    Cache: { Type: 'AWS::ElastiCache::ServerlessCache' },
    Plain: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
    Sum: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { Metrics: [{ Expression: 'a + b' }, { MetricStat: {} }, { MetricStat: {} }] },
    },
    Dashboard: { Type: 'AWS::CloudWatch::Dashboard' },
    Route: { Type: 'AWS::ApiGatewayV2::Integration' },
    Filter: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: { MetricTransformations: [{ MetricName: 'ErrorLines' }] },
    },
    SameFilter: {
      Type: 'AWS::Logs::MetricFilter',
      Properties: { MetricTransformations: [{ MetricName: 'ErrorLines' }] },
    },
    Acl: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}] } },
    SignIn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'gatehouse-x-password-login',
        MemorySize: 2048,
        Environment: { Variables: { GATEHOUSE_SECRET_EDGE: 'arn', GATEHOUSE_DATABASE_SECRET: 'arn', TZ: 'UTC' } },
      },
    },
    Sweeper: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        MemorySize: 512,
        Environment: { Variables: { GATEHOUSE_STORE_SECRET: 'arn', GATEHOUSE_PUBLIC_KEYS: 'arn' } },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(5 minutes)',
        Targets: [{ Arn: { 'Fn::GetAtt': ['Sweeper', 'Arn'] } }],
      },
    },
  },
} satisfies Template;
const stage = inventoryOf([template], 'password-login');
const amounts = (bill: { item: string; amount: number }[]) =>
  Object.fromEntries(bill.map(({ item, amount }) => [item, amount]));

describe('what a stage costs', () => {
  it('counts in the templates what is paid for', () => {
    expect(stage).toEqual({
      leastAcu: 1,
      awakeAcu: 0.5,
      // One, its copy, and the owner's.
      secrets: 3,
      kmsKeys: 1,
      endpointZones: 2,
      caches: 1,
      alarmMetrics: 3,
      dashboards: 1,
      customMetrics: 3,
      webAcls: 1,
      webAclRules: 2,
      scheduled: [{ everyMinutes: 5, gigabytes: 0.5, secrets: 2 }],
      signIn: { gigabytes: 2, secrets: 2 },
    });
  });

  it('prices an idle month by the hour, the piece and the run', () => {
    const runs = 8760;
    expect(amounts(idleMonth(stage))).toMatchObject({
      'database, least capacity': 730 * prices.auroraAcuHour,
      'endpoints in the network': 2 * 730 * prices.endpointHour,
      secrets: 3 * prices.secretMonth + ((2 * runs) / 10_000) * prices.secretReads10k,
      firewall: prices.webAclMonth + 2 * prices.webAclRuleMonth,
      alarms: 3 * prices.alarmMetricMonth,
      'functions by the clock':
        runs * 0.5 * idleRun.seconds * prices.lambdaGbSecond + (runs / 1_000_000) * prices.lambdaMillion,
    });
  });

  it('prices a million sign-ins by statements, memory and time', () => {
    expect(amounts(millionSignIns(stage))).toMatchObject({
      functions: 2 * signIn.seconds * 1_000_000 * prices.lambdaGbSecond + prices.lambdaMillion,
      'Data API': signIn.statements * prices.dataApiMillion,
      store: signIn.storeWrites * prices.valkeyUnitsMillion,
      firewall: prices.webAclMillion,
    });
    const { store } = amounts(millionSignIns({ ...stage, caches: 0 }));
    expect(store).toBeCloseTo(signIn.storeWrites * prices.dynamoWriteMillion);
  });

  it('says what a database that sleeps costs once people keep it awake', () => {
    const asleep = { ...stage, leastAcu: 0 };
    expect(amounts(usedMonth(stage))['database kept awake']).toBe(0);
    expect(amounts(usedMonth(asleep))['database kept awake']).toBeCloseTo(0.5 * 730 * prices.auroraAcuHour);
  });

  it('takes off what an account has for nothing, and no more than it uses', () => {
    const bill = idleMonth({ ...stage, dashboards: 5 });
    const alarms = 3 * prices.alarmMetricMonth;
    const logs = bill.find(({ item }) => item === 'logs')?.amount ?? 0;
    expect(total(bill) - totalAlone(bill)).toBeCloseTo(alarms + logs + free.dashboards * prices.dashboardMonth);
  });

  it('prints a column for each stage, with the day and region of the prices', () => {
    const report = costReport([
      { name: 'small', stage: { ...stage, leastAcu: 0 } },
      { name: 'large', stage },
    ]);
    expect(report).toContain(`${prices.region}, noted on ${prices.checkedOn}: check them again.`);
    expect(report).toContain('| a month, idle | small | large |');
    expect(report).toContain('| database, least capacity | 0.00 | 87.60 |');
    expect(report.match(/\*\*together\*\*/g)).toHaveLength(3);
  });

  it.each([
    ['a function that signs in', { Resources: {} }, /no function of the flow password-login/],
    [
      'a schedule that it can read',
      { Resources: { ...template.Resources, Rule: { Type: 'AWS::Events::Rule', Properties: {} } } },
      /a schedule that nobody can read/,
    ],
  ])('refuses templates without %s', (_what, found, message) => {
    expect(() => inventoryOf([found], 'password-login')).toThrow(message);
  });
});
