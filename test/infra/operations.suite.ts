import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleNames } from '../../infra/built.ts';
import { ofType, only, type Synthesis } from './synthesis.ts';

/** Mail, workers, alarms: what an operator leans on. */
export function operationsSuite(synthesised: () => Synthesis): void {
  it('sends mail by TLS alone, keeps away from addresses that bounced, and hears of it', () => {
    const { email, api } = synthesised().templates;
    expect(only(email, 'AWS::SES::ConfigurationSet')).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      ReputationOptions: { ReputationMetricsEnabled: true },
    });
    expect(only(email, 'AWS::SES::ConfigurationSetEventDestination').EventDestination).toMatchObject({
      MatchingEventTypes: ['bounce', 'complaint', 'reject'],
    });
    expect(only(email, 'AWS::SNS::Topic')).toHaveProperty('KmsMasterKeyId');
    expect(only(api, 'AWS::SNS::Subscription')).toMatchObject({ Protocol: 'lambda', RedrivePolicy: expect.anything() });
  });

  it('proves who sends: the domain by DKIM and MAIL FROM, or one address', () => {
    const { templates, config } = synthesised();
    const [sender] = ofType(templates.email, 'AWS::SES::EmailIdentity').map(([, { Properties }]) => Properties);
    if (config.mail.identity === 'address') expect(sender).toMatchObject({ EmailIdentity: config.mail.from });
    else {
      expect(sender).toMatchObject({
        EmailIdentity: 'auth.example.com',
        MailFromAttributes: { MailFromDomain: 'mail.auth.example.com', BehaviorOnMxFailure: 'REJECT_MESSAGE' },
      });
      const types = ofType(templates.email, 'AWS::Route53::RecordSet').map(([, { Properties }]) => Properties.Type);
      expect(types).toEqual(['CNAME', 'CNAME', 'CNAME', 'MX', 'TXT']);
    }
  });

  it('starts sender, sweeper and jobs by nudges, no stream more than two of them, tries again for hours, and keeps what it gave up', () => {
    const mappings = ofType(synthesised().templates.api, 'AWS::Lambda::EventSourceMapping').map(
      ([, { Properties }]) => Properties,
    );
    const readers = Map.groupBy(mappings, ({ EventSourceArn }) => JSON.stringify(EventSourceArn));
    expect([...readers.values()].map(({ length }) => length).sort()).toEqual([1, 2]);
    for (const mapping of mappings) {
      expect(mapping).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRecordAgeInSeconds: 21_600,
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT","MODIFY"]}' }] },
      });
    }
  });

  it('starts by the clock only what lets a sleeping database sleep', () => {
    const { templates, config } = synthesised();
    const rules = ofType(templates.api, 'AWS::Events::Rule').map(([id, { Properties }]) => [
      id.replace(/Schedule.*$/, ''),
      Properties.ScheduleExpression,
    ]);
    expect(Object.fromEntries(rules)).toEqual({
      Workermigrate: 'rate(1 day)',
      Workerkeyrotation: 'rate(1 day)',
      Workersweeper: config.profile === 'standard' ? 'rate(1 minute)' : 'rate(5 minutes)',
      ...(config.profile === 'standard'
        ? {
            Workercleanup: 'rate(1 day)',
            Workerreencryption: 'rate(1 day)',
            Workersealer: 'rate(5 minutes)',
            Workerstatistics: 'rate(15 minutes)',
          }
        : {}),
    });
  });

  it('has the page of a restore find every function that writes', () => {
    const { templates, config } = synthesised();
    const page = readFileSync(join(import.meta.dirname, '../../docs/operations/backup.md'), 'utf8');
    expect(page).toContain("!starts_with(LogicalResourceId, 'AWSCDK')");
    expect(page).toContain("!ends_with(PhysicalResourceId, '-service')");
    const found = ofType(templates.api, 'AWS::Lambda::Function')
      .filter(
        ([id, { Properties }]) => !id.startsWith('AWSCDK') && !String(Properties.FunctionName).endsWith('-service'),
      )
      .map(([, { Properties }]) => String(Properties.FunctionName).replace(`gatehouse-${config.name}-`, ''));
    expect(found.sort()).toEqual(
      bundleNames()
        .filter((name) => name !== 'service')
        .sort(),
    );
  });

  it('rings where any worker that comes once a day fails', () => {
    const { templates } = synthesised();
    const daily = ofType(templates.api, 'AWS::Events::Rule').filter(
      ([, { Properties }]) => Properties.ScheduleExpression === 'rate(1 day)',
    );
    const alarm = ofType(templates.observability, 'AWS::CloudWatch::Alarm').find(([, { Properties }]) =>
      /-daily-work-failed$/.test(String(Properties.AlarmName)),
    );
    const watched = ((alarm?.[1].Properties.Metrics ?? []) as { MetricStat?: { Metric: { MetricName: string } } }[])
      .flatMap(({ MetricStat }) => MetricStat ?? [])
      .map(({ Metric }) => Metric.MetricName);
    expect(daily.length).toBeGreaterThan(1);
    expect(watched).toEqual(daily.map(() => 'Errors'));
  });

  it('leads from every alarm to its runbook, and tells somebody', () => {
    const { observability, edge } = synthesised().templates;
    const alarms = [observability, edge].flatMap((template) =>
      ofType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties),
    );
    expect(alarms.length).toBeGreaterThan(12);
    for (const { AlarmName, AlarmDescription, AlarmActions } of alarms) {
      const name = String(AlarmName).replace(`gatehouse-${synthesised().config.name}-`, '');
      expect(AlarmDescription).toMatch(new RegExp(`\\. What to do: docs/operations/runbooks\\.md#${name}$`));
      expect(AlarmActions).toHaveLength(1);
    }
    for (const template of [observability, edge]) {
      expect(ofType(template, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties)).toEqual([
        expect.objectContaining({ Protocol: 'email', Endpoint: 'on-call@example.com' }),
      ]);
    }
  });

  it('shows every flow and the platform on dashboards that cost nothing', () => {
    const dashboards = ofType(synthesised().templates.observability, 'AWS::CloudWatch::Dashboard');
    expect(dashboards.length).toBeLessThanOrEqual(3);
    const body = JSON.stringify(dashboards);
    for (const flow of ['registration', 'password-login', 'session', 'account', 'service'])
      expect(body).toContain(`## ${flow}`);
    for (const metric of [
      'SignInSucceeded',
      'OutboxDone',
      'ServerlessDatabaseCapacity',
      'EstimatedCharges',
      'platform.report',
    ]) {
      expect(body).toContain(metric);
    }
  });

  it('counts cold starts, failures and errors in the logs of every function', () => {
    const { observability, api } = synthesised().templates;
    const functions = ofType(api, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.FunctionName !== undefined,
    );
    expect(ofType(observability, 'AWS::Logs::MetricFilter')).toHaveLength(3 * functions.length);
  });

  it('watches the budget of the month', () => {
    const { monthlyBudgetUsd } = synthesised().config.alarms;
    expect(only(synthesised().templates.observability, 'AWS::Budgets::Budget').Budget).toMatchObject({
      BudgetLimit: { Amount: monthlyBudgetUsd, Unit: 'USD' },
    });
  });
}
