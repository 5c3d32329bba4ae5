import { api as table } from '../../lambdas/api.ts';
import type { Contract } from '../../lambdas/kernel/http/contract.ts';
import { ofType, only, type Synthesis } from './synthesis.ts';

/** Who stands where, and what leads out. */
export function networkSuite(synthesised: () => Synthesis): void {
  const network = () => synthesised().templates.network;
  const isStandard = () => synthesised().config.profile === 'standard';

  it('has two zones of isolated subnets and no way out of them', () => {
    expect(ofType(network(), 'AWS::EC2::Subnet')).toHaveLength(2);
    const zones = ofType(network(), 'AWS::EC2::Subnet').map(([, { Properties }]) =>
      JSON.stringify(Properties.AvailabilityZone),
    );
    expect(new Set(zones).size).toBe(2);
    for (const type of [
      'AWS::EC2::InternetGateway',
      'AWS::EC2::NatGateway',
      'AWS::EC2::Route',
      'AWS::EC2::EgressOnlyInternetGateway',
    ]) {
      expect(ofType(network(), type)).toEqual([]);
    }
  });

  it('writes down what flows, and closes the default security group', () => {
    expect(only(network(), 'AWS::EC2::FlowLog')).toMatchObject({ TrafficType: 'ALL', ResourceType: 'VPC' });
    expect(ofType(network(), 'Custom::VpcRestrictDefaultSG')).toHaveLength(1);
  });

  it('pays for an endpoint only where a function of the network needs one', () => {
    const endpoints = ofType(network(), 'AWS::EC2::VPCEndpoint').map(
      ([, { Properties }]) =>
        `${Properties.VpcEndpointType} ${/([\w-]+)"?\]?\]?\}?$/.exec(JSON.stringify(Properties.ServiceName))?.[1]}`,
    );
    expect(endpoints.sort()).toEqual(
      isStandard() ? ['Gateway dynamodb', 'Gateway s3', 'Interface rds-data', 'Interface secretsmanager'] : [],
    );
  });

  it('lets endpoints serve this account alone', () => {
    const { account } = synthesised().config;
    for (const [, { Properties }] of ofType(network(), 'AWS::EC2::VPCEndpoint')) {
      expect(Properties.PolicyDocument).toMatchObject({
        Statement: [{ Condition: { StringEquals: { 'aws:PrincipalAccount': account } } }],
      });
    }
  });

  it('opens a port only between functions, cache and endpoints', () => {
    const rules = ofType(network(), 'AWS::EC2::SecurityGroupIngress').map(([, { Properties }]) => Properties);
    expect(rules.map(({ FromPort, ToPort }) => [FromPort, ToPort]).sort()).toEqual(
      isStandard()
        ? [
            [443, 443],
            [6379, 6380],
          ].sort()
        : [],
    );
    for (const rule of rules) expect(JSON.stringify(rule.SourceSecurityGroupId)).toContain('FunctionsFunctionGroup');
    for (const [, { Properties }] of ofType(network(), 'AWS::EC2::SecurityGroup'))
      expect(Properties.SecurityGroupIngress).toBeUndefined();
  });

  it('puts functions that talk to the cache into the network and no other one', () => {
    const { config, templates } = synthesised();
    const inside = ofType(templates.api, 'AWS::Lambda::Function')
      .filter(([, { Properties }]) => Properties.VpcConfig !== undefined)
      .map(([, { Properties }]) => String(Properties.FunctionName).replace(`gatehouse-${config.name}-`, ''));
    const talking = Object.values<Contract>(table)
      .filter(({ needs }) => needs.includes('store') && !needs.includes('internet'))
      .map(({ flow }) => flow);
    expect(inside.sort()).toEqual(isStandard() ? [...talking, 'jobs', 'sweeper'].sort() : []);
  });

  it('tells a function of the cache inside the network alone, and there of the table only where it signs in', () => {
    for (const [, { Properties }] of ofType(synthesised().templates.api, 'AWS::Lambda::Function')) {
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
      const isInside = Properties.VpcConfig !== undefined;
      expect(Variables.GATEHOUSE_STORE_URL !== undefined).toBe(isInside);
      if (Variables.GATEHOUSE_STORE_URL !== undefined)
        expect(JSON.stringify(Variables.GATEHOUSE_STORE_URL)).toContain('rediss://');
      if (isInside)
        expect(Variables.GATEHOUSE_STORE_TABLE).toEqual(
          Variables.GATEHOUSE_SECRET_SIGNING === undefined ? undefined : expect.anything(),
        );
    }
  });
}
