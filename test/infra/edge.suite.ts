import { siteHeaders } from '../../web/export/headers.ts';
import { ofType, only, type Synthesis } from './synthesis.ts';

interface Behaviour {
  PathPattern?: string;
  AllowedMethods: string[];
  CachePolicyId: string;
  OriginRequestPolicyId?: string;
  TargetOriginId: string;
  ViewerProtocolPolicy: string;
  FunctionAssociations: { EventType: string; FunctionARN: unknown }[];
}

/** Ids of CloudFront's own policies, Amazon CloudFront Developer Guide, "Use managed cache policies". */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

/** What stands between people and the platform. */
export function edgeSuite(synthesised: () => Synthesis): void {
  const edge = () => synthesised().templates.edge;
  const distribution = () =>
    only(edge(), 'AWS::CloudFront::Distribution').DistributionConfig as {
      CacheBehaviors: Behaviour[];
      DefaultCacheBehavior: Behaviour;
      Origins: {
        Id: string;
        DomainName: unknown;
        OriginCustomHeaders?: object[];
        OriginAccessControlId?: unknown;
        CustomOriginConfig?: object;
      }[];
      HttpVersion: string;
      IPV6Enabled: boolean;
      ViewerCertificate?: { MinimumProtocolVersion: string };
      WebACLId?: unknown;
      CustomErrorResponses?: unknown;
    };

  it('sends the API its own paths uncached, whole but for Host, and by TLS alone [A96]', () => {
    const behaviours = distribution().CacheBehaviors;
    expect(behaviours.map(({ PathPattern }) => PathPattern)).toEqual(['/api/*', '/.well-known/*']);
    for (const behaviour of behaviours) {
      expect(behaviour).toMatchObject({
        CachePolicyId: cachingDisabled,
        OriginRequestPolicyId: allViewerExceptHost,
        ViewerProtocolPolicy: 'https-only',
      });
      const origin = distribution().Origins.find(({ Id }) => Id === behaviour.TargetOriginId);
      expect(origin?.CustomOriginConfig).toMatchObject({
        OriginProtocolPolicy: 'https-only',
        OriginSSLProtocols: ['TLSv1.2'],
      });
    }
  });

  it('shows the API a secret that no template holds, and tells it who the viewer is [A06, A95]', () => {
    const { config } = synthesised();
    const origins = distribution().Origins.filter(({ OriginCustomHeaders }) => OriginCustomHeaders !== undefined);
    expect(origins.map(({ OriginCustomHeaders }) => OriginCustomHeaders)).toEqual([
      [
        {
          HeaderName: 'x-origin-verify',
          HeaderValue: `{{resolve:secretsmanager:gatehouse/${config.name}/edge:SecretString:a::}}`,
        },
      ],
    ]);
    const programs = Object.fromEntries(
      ofType(edge(), 'AWS::CloudFront::Function').map(([id, { Properties }]) => [id, String(Properties.FunctionCode)]),
    );
    for (const { FunctionAssociations } of distribution().CacheBehaviors) {
      const [association] = FunctionAssociations;
      const id = /"Fn::GetAtt":\["([^"]+)"/.exec(JSON.stringify(association?.FunctionARN))?.[1] ?? '';
      expect(programs[id]).toContain("request.headers['x-viewer-ip'] = { value: event.viewer.ip }");
    }
  });

  it('has a copy of that secret where CloudFront is configured', () => {
    const secret = ofType(synthesised().templates.data, 'AWS::SecretsManager::Secret').find(([id]) =>
      id.startsWith('SecretsEdge'),
    );
    expect(secret?.[1].Properties).toMatchObject({
      Name: `gatehouse/${synthesised().config.name}/edge`,
      ReplicaRegions: [{ Region: 'us-east-1' }],
    });
  });

  it('replaces no answer of the API by an error page', () => {
    expect(distribution().CustomErrorResponses).toBeUndefined();
  });

  it('speaks HTTP/3 and IPv6, and TLS 1.2 or newer on a domain of its own', () => {
    const { HttpVersion, IPV6Enabled, ViewerCertificate } = distribution();
    expect([HttpVersion, IPV6Enabled]).toEqual(['http2and3', true]);
    expect(ViewerCertificate?.MinimumProtocolVersion).toBe(synthesised().config.domain ? 'TLSv1.2_2021' : undefined);
  });

  it('lets CloudFront alone read the site, and anyone only read', () => {
    const { DefaultCacheBehavior: site, Origins } = distribution();
    expect(site).toMatchObject({ AllowedMethods: ['GET', 'HEAD'], ViewerProtocolPolicy: 'redirect-to-https' });
    expect(Origins.find(({ Id }) => Id === site.TargetOriginId)?.OriginAccessControlId).toBeDefined();
    expect(only(edge(), 'AWS::CloudFront::OriginAccessControl').OriginAccessControlConfig).toMatchObject({
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
  });

  it('sends the headers that the local platform sends, each of them over whatever the origin says [ASVS 3.4.1] [ASVS 3.4.3] [ASVS 3.4.4]', () => {
    const policy = only(edge(), 'AWS::CloudFront::ResponseHeadersPolicy').ResponseHeadersPolicyConfig as {
      SecurityHeadersConfig: Record<string, Record<string, unknown>>;
      CustomHeadersConfig: { Items: { Header: string; Value: string; Override: boolean }[] };
    };
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = policy;
    const hsts = security.StrictTransportSecurity ?? {};
    const sent = {
      'content-security-policy': security.ContentSecurityPolicy?.ContentSecurityPolicy,
      'strict-transport-security': `max-age=${hsts.AccessControlMaxAgeSec}${hsts.IncludeSubdomains ? '; includeSubDomains' : ''}`,
      'x-content-type-options': security.ContentTypeOptions ? 'nosniff' : undefined,
      'x-frame-options': security.FrameOptions?.FrameOption,
      'referrer-policy': security.ReferrerPolicy?.ReferrerPolicy,
      ...Object.fromEntries(custom.Items.map(({ Header, Value }) => [Header, Value])),
    };
    expect(sent).toEqual(siteHeaders);
    for (const header of [...Object.values(security), ...custom.Items]) expect(header.Override).toBe(true);
  });

  it('deploys the site without the pages of the local platform, kept for ever or asked for anew', () => {
    const deployments = ofType(edge(), 'Custom::CDKBucketDeployment').map(([, { Properties }]) => Properties);
    expect(
      deployments.map(({ SystemMetadata, Include, Exclude, Prune }) => ({ SystemMetadata, Include, Exclude, Prune })),
    ).toEqual([
      {
        SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
        Include: ['_next/static/*', 'brand/*'],
        Exclude: ['*'],
        Prune: false,
      },
      {
        SystemMetadata: { 'cache-control': 'no-cache' },
        Include: undefined,
        Exclude: expect.arrayContaining(['_next/static/*', 'brand/*', '_local/**']),
        Prune: true,
      },
    ]);
  });

  it('puts the firewall before everything where it is turned on, and lets no rule read a password', () => {
    const acls = ofType(edge(), 'AWS::WAFv2::WebACL').map(([, { Properties }]) => Properties);
    expect(acls).toHaveLength(synthesised().config.edge.firewall ? 1 : 0);
    expect(distribution().WebACLId !== undefined).toBe(synthesised().config.edge.firewall);
    for (const acl of acls) {
      const rules = acl.Rules as { Name: string; Statement: Record<string, Record<string, unknown>> }[];
      expect(rules.map(({ Name }) => Name)).toEqual([
        'AWSManagedRulesAmazonIpReputationList',
        'AWSManagedRulesCommonRuleSet',
        'AWSManagedRulesKnownBadInputsRuleSet',
        'AuthRate',
      ]);
      const counted = rules.map(({ Statement }) => {
        const overrides = Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? [];
        return (overrides as { Name: string; ActionToUse: object }[])
          .filter(({ ActionToUse }) => 'Count' in ActionToUse)
          .map(({ Name }) => Name);
      });
      // Every rule of these groups that reads a body (AWS WAF Developer Guide, baseline rule groups).
      expect(counted).toEqual([
        [],
        [
          'SizeRestrictions_BODY',
          'CrossSiteScripting_BODY',
          'GenericLFI_BODY',
          'GenericRFI_BODY',
          'EC2MetaDataSSRF_BODY',
        ],
        ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
        [],
      ]);
    }
  });

  it('redacts cookies, tokens and queries in what the firewall logs, and logs nothing of a body [ASVS 16.2.5]', () => {
    for (const [, { Properties }] of ofType(edge(), 'AWS::WAFv2::LoggingConfiguration')) {
      expect(Properties.RedactedFields).toEqual([
        { SingleHeader: { Name: 'cookie' } },
        { SingleHeader: { Name: 'authorization' } },
        { SingleHeader: { Name: 'x-csrf-token' } },
        { QueryString: {} },
      ]);
      // The log of a counted rule would quote what it found in the body.
      expect(Properties.LoggingFilter).toEqual({
        DefaultBehavior: 'DROP',
        Filters: [
          { Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] },
        ],
      });
    }
  });

  it('logs access without queries, cookies and referrers', () => {
    const fields = only(edge(), 'AWS::Logs::Delivery').RecordFields as string[];
    expect(fields).toContain('sc-status');
    expect(fields.filter((field) => /query|cookie|referer|user-agent/i.test(field))).toEqual([]);
  });
}
