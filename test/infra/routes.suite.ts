import { workers } from '../../infra/constructs/workers.ts';
import { api as table } from '../../lambdas/api.ts';
import type { Contract } from '../../lambdas/kernel/http/contract.ts';
import { ofType, only, type Synthesis } from './synthesis.ts';

const contracts: readonly Contract[] = Object.values(table);

/** The API of a profile against the table. */
export function routesSuite(synthesised: () => Synthesis): void {
  const api = () => synthesised().templates.api;

  /** The bundle behind each route key: route → integration → function → its name. */
  function owners(): Record<string, string> {
    const { Resources } = api();
    const functionOf = (target: unknown) => {
      const integration = /integrations\/","?.*?"Ref":"([^"]+)"/.exec(JSON.stringify(target))?.[1] ?? '';
      const id =
        /"Fn::GetAtt":\["([^"]+)","Arn"\]/.exec(
          JSON.stringify(Resources[integration]?.Properties.IntegrationUri),
        )?.[1] ?? '';
      return String(Resources[id]?.Properties.FunctionName);
    };
    return Object.fromEntries(
      ofType(api(), 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
        String(Properties.RouteKey),
        functionOf(Properties.Target),
      ]),
    );
  }

  it('has the routes of the table, each to the function of its flow, and $default to the service', () => {
    const { config } = synthesised();
    const expected = contracts.flatMap(({ flow, routes }) =>
      Object.values(routes).map(
        ({ method, path }) => [`${method} ${path}`, `gatehouse-${config.name}-${flow}`] as const,
      ),
    );
    expect(owners()).toEqual({ ...Object.fromEntries(expected), $default: `gatehouse-${config.name}-service` });
  });

  it('speaks payload version 2 and waits longer for a function than the function works', () => {
    for (const [, { Properties }] of ofType(api(), 'AWS::ApiGatewayV2::Integration')) {
      expect(Properties).toMatchObject({ PayloadFormatVersion: '2.0', TimeoutInMillis: 29_000 });
    }
    for (const flow of flowFunctions()) expect(flow.Timeout).toBe(28);
  });

  /** The properties of the functions of flows. */
  function flowFunctions(): Record<string, unknown>[] {
    const names = contracts.map(({ flow }) => `gatehouse-${synthesised().config.name}-${flow}`);
    return ofType(api(), 'AWS::Lambda::Function')
      .map(([, { Properties }]) => Properties)
      .filter(({ FunctionName }) => names.includes(String(FunctionName)));
  }

  it('runs every function on ARM with Node 24, traced, with a role and an encrypted log group of its own', () => {
    const { config } = synthesised();
    const functions = ofType(api(), 'AWS::Lambda::Function')
      .map(([, { Properties }]) => Properties)
      .filter(({ FunctionName }) => FunctionName !== undefined);
    expect(functions).toHaveLength(contracts.length + workers.length);
    for (const own of functions) {
      expect(own).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON' },
      });
    }
    expect(new Set(functions.map(({ Role }) => JSON.stringify(Role))).size).toBe(functions.length);
    expect(new Set(functions.map(({ LoggingConfig }) => JSON.stringify(LoggingConfig))).size).toBe(functions.length);
    for (const [, { Properties }] of ofType(api(), 'AWS::Logs::LogGroup')) {
      expect(Properties).toMatchObject({ RetentionInDays: config.retention.logDays, KmsKeyId: expect.anything() });
    }
  });

  it('gives a whole processor to flows that hash, and lets no more of them run at once than is configured', () => {
    const { hashingConcurrency } = synthesised().config.capacity;
    for (const { flow, needs } of contracts) {
      const own = flowFunctions().find(({ FunctionName }) => String(FunctionName).endsWith(`-${flow}`));
      expect(own?.MemorySize).toBe(needs.includes('hash') ? 1769 : 512);
      expect(own?.ReservedConcurrentExecutions).toBe(
        needs.includes('hash') && hashingConcurrency !== 'account' ? hashingConcurrency : undefined,
      );
    }
  });

  it('throttles the whole API, and routes that hash at what their functions can do', () => {
    const { capacity } = synthesised().config;
    const stage = only(api(), 'AWS::ApiGatewayV2::Stage');
    expect(stage.DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: capacity.requestsPerSecond,
      ThrottlingBurstLimit: capacity.requestBurst,
    });
    const hashing = contracts
      .filter(({ needs }) => needs.includes('hash') && capacity.hashingConcurrency !== 'account')
      .flatMap(({ routes }) => Object.values(routes).map(({ method, path }) => `${method} ${path}`));
    expect(Object.keys(stage.RouteSettings ?? {}).sort()).toEqual(hashing.sort());
  });

  it('logs a request by its route, never its path, query, cookies or headers [ASVS 16.2.5]', () => {
    const { Format } = only(api(), 'AWS::ApiGatewayV2::Stage').AccessLogSettings as { Format: string };
    const variables = [...Format.matchAll(/\$context\.([\w.]+)/g)].map(([, name]) => name);
    expect(variables).toContain('routeKey');
    expect(variables.filter((name) => /path|query|header|cookie|authorizer|requestOverride/i.test(name ?? ''))).toEqual(
      [],
    );
  });

  it('leaves no way past the edge but one that the origin-verify secret closes [A95]', () => {
    const { templates, config } = synthesised();
    expect(only(templates.gateway, 'AWS::ApiGatewayV2::Api').DisableExecuteApiEndpoint ?? false).toBe(
      config.domain?.api !== undefined,
    );
    for (const flow of flowFunctions()) {
      expect((flow.Environment as { Variables: object }).Variables).toHaveProperty('GATEHOUSE_SECRET_EDGE');
    }
  });

  it('migrates and makes keys before a function of the API changes', () => {
    const triggers = ofType(api(), 'Custom::Trigger')
      .map(([id]) => id)
      .filter((id) => !id.includes('administrator'));
    expect(triggers).toHaveLength(2);
    for (const [, { DependsOn, Properties }] of ofType(api(), 'AWS::Lambda::Function')) {
      const isFlow = flowFunctions().includes(Properties);
      if (isFlow) expect(DependsOn).toEqual(expect.arrayContaining(triggers));
    }
  });

  it('invites the first administrator when everything else is there', () => {
    const [trigger] = ofType(api(), 'Custom::Trigger').filter(([id]) => id.includes('administrator'));
    const functions = ofType(api(), 'AWS::Lambda::Function')
      .map(([id]) => id)
      .filter((id) => id.startsWith('Flow'));
    expect(trigger?.[1].DependsOn).toEqual(
      expect.arrayContaining([
        ...functions,
        expect.stringMatching(/migrate.*AtDeploy/),
        expect.stringMatching(/keyrotation.*AtDeploy/),
      ]),
    );
  });

  it('gives up a migration from the inside out: the trigger before the function', () => {
    const { Resources } = api();
    const migrate = Object.values(Resources).find(({ Properties }) =>
      /-migrate$/.test(String(Properties?.FunctionName)),
    );
    expect(migrate?.Properties.Timeout).toBe(900);
    const trigger = ofType(api(), 'Custom::Trigger').find(([id]) => id.includes('migrate'));
    expect(trigger?.[1].Properties.Timeout).toBe('840000');
  });

  it('runs anew what a deploy runs, as the function then is, when a restore raises the epoch and no template changes', () => {
    const triggers = ofType(api(), 'Custom::Trigger');
    expect(triggers).toHaveLength(3);
    for (const [id, { Properties }] of triggers) {
      const worker = id.replace(/AtDeploy\w+$/, '');
      // A version that was published holds the values of its day, the secret of an owner who is no more among them.
      expect(Properties.HandlerArn).toEqual({
        'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(`^${worker}Function`), 'Arn'] }, ':$LATEST']],
      });
      expect(Properties.PlatformEpoch).toEqual({ Ref: 'PlatformEpoch' });
      expect(JSON.stringify(Properties.HandlerVersion)).toMatch(`"${worker}FunctionCurrentVersion`);
    }
  });

  it('keeps the platform epoch in a parameter, which a deploy leaves as it is', () => {
    expect(api().Parameters?.PlatformEpoch).toMatchObject({ Type: 'String', Default: '1970-01-01T00:00:00Z' });
    for (const flow of flowFunctions()) {
      expect((flow.Environment as { Variables: object }).Variables).toMatchObject({
        GATEHOUSE_EPOCH: { Ref: 'PlatformEpoch' },
      });
    }
  });
}
