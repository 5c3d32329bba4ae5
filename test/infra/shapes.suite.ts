import type { Profile, StageInput } from '../../infra/config.ts';
import type { Built } from '../../infra/platform.ts';
import { exampleOf, ofType, only, type Synthesis, synthesise } from './synthesis.ts';

const certificate = (region: string) => `arn:aws:acm:${region}:111111111111:certificate/1`;
const standard = exampleOf('standard');

/** Stages that the examples do not show. */
const shapes: Record<string, [Profile, Partial<StageInput>]> = {
  'a domain that is served elsewhere': [
    'standard',
    {
      domain: {
        name: 'auth.example.com',
        certificateArn: certificate('us-east-1'),
        api: { name: 'api.auth.example.com', certificateArn: certificate('eu-central-1') },
      },
      mail: { from: 'no-reply@auth.example.com', identity: 'domain' },
    },
  ],
  'a domain, and the API on the name that AWS gives': [
    'standard',
    { domain: { name: 'auth.example.com', hostedZone: { id: 'Z0123456789EXAMPLE', name: 'example.com' } } },
  ],
  'the region of the edge': ['economy', { region: 'us-east-1' }],
  'no domain in the standard profile': ['standard', { domain: undefined, passkeys: {} }],
  'providers, hosts and an audience of other pages': [
    'standard',
    {
      providers: [
        { id: 'google', kind: 'google', clientId: 'x' },
        { id: 'corp', kind: 'oidc', clientId: 'y', name: 'Corp', issuer: 'https://login.example.com' },
      ],
      outgoingHosts: ['oauth2.googleapis.com'],
      passkeys: { rpId: 'example.com', previousRpIds: ['auth.example.com'] },
    },
  ],
  'an operator who tries it out alone': [
    'economy',
    {
      mail: {
        from: 'me@example.com',
        identity: 'address',
        sandboxRecipients: ['me@example.com', 'you@example.com', 'me@example.com'],
      },
      firstAdministrator: 'me@example.com',
    },
  ],
  'the same once somebody left': ['economy', { mail: { from: 'you@example.com', identity: 'address' } }],
  'nobody to alarm': ['economy', { alarms: {}, edge: { firewall: true, sends: 'b' } }],
};

/** Each shape is synthesised once, with every check. */
export function shapesSuite(built: Built): void {
  const made = new Map<string, Synthesis>();
  function synthesised(shape: string): Synthesis {
    const [profile, changed] = shapes[shape] ?? [];
    if (!profile) throw new Error(`there is no shape "${shape}"`);
    const synthesis = made.get(shape) ?? synthesise(exampleOf(profile, changed), built);
    made.set(shape, synthesis);
    return synthesis;
  }

  it.each(Object.keys(shapes))('is synthesised without a finding: %s', (shape) => {
    expect(synthesised(shape).report).toContain('"success"');
  });

  it('tells the records to make where the domain of the sender is served elsewhere', () => {
    const { email, edge } = synthesised('a domain that is served elsewhere').templates;
    expect(ofType(email, 'AWS::Route53::RecordSet')).toEqual([]);
    const told = Object.values(email.Outputs ?? {}).map(({ Value }) => JSON.stringify(Value));
    for (const record of [
      'CNAME ',
      'MX mail.auth.example.com',
      'TXT mail.auth.example.com',
      'TXT _dmarc.auth.example.com',
    ]) {
      expect(told.filter((value) => value.includes(record)).length).toBeGreaterThan(0);
    }
    expect(edge.Outputs).toHaveProperty('DistributionName');
  });

  it('has SES prove each address once, whoever sends and whoever is written to', () => {
    const identitiesOf = (shape: string) =>
      Object.fromEntries(
        ofType(synthesised(shape).templates.email, 'AWS::SES::EmailIdentity').map(([id, { Properties }]) => [
          Properties.EmailIdentity,
          id,
        ]),
      );
    const { email, api } = synthesised('an operator who tries it out alone').templates;
    expect(ofType(email, 'AWS::SES::EmailIdentity')).toHaveLength(2);
    const alone = identitiesOf('an operator who tries it out alone');
    expect(Object.keys(alone).sort()).toEqual(['me@example.com', 'you@example.com']);
    // One that leaves the list takes nobody else's place, which SES would refuse while both are there.
    const left = identitiesOf('the same once somebody left');
    expect(left).toEqual({ 'you@example.com': alone['you@example.com'] });
    expect(JSON.stringify(api)).toContain(`PublishOutputRef${alone['you@example.com']}`);
  });

  it('finds the other name of site and API at deploy where neither has one of its own', () => {
    const { edge, api } = synthesised('no domain in the standard profile').templates;
    expect(JSON.stringify(only(edge, 'AWS::CloudFront::Distribution'))).toMatch(
      /"DomainName":\{"Fn::Join":\["",\[\{"Fn::GetStackOutput":\{"StackName":"gatehouse-example-standard-gateway","Region":"eu-central-1"/,
    );
    const [flow] = ofType(api, 'AWS::Lambda::Function').filter(([id]) => id.startsWith('Flow'));
    expect(JSON.stringify(flow?.[1].Properties)).toMatch(
      /"GATEHOUSE_ORIGIN":\{"Fn::Join":\["",\["https:\/\/",\{"Fn::GetStackOutput":\{"StackName":"gatehouse-example-standard-edge","Region":"us-east-1"/,
    );
  });

  it('sends the other value of the origin-verify secret once it is told to', () => {
    const { edge } = synthesised('nobody to alarm').templates;
    expect(JSON.stringify(only(edge, 'AWS::CloudFront::Distribution'))).toContain(':SecretString:b::}}');
  });

  it('refuses what cannot be read as a stage before it makes a template', () => {
    expect(() => synthesise({ ...standard, account: 'mine' }, built)).toThrow('account must be the 12 digits');
  });
}
