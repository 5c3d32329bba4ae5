import { ofType, only, type Synthesis } from './synthesis.ts';

/** What must outlive a mistake, and what must stay shut. */
export function dataSuite(synthesised: () => Synthesis): void {
  const data = () => synthesised().templates.data;
  const isStandard = () => synthesised().config.profile === 'standard';

  it('protects the stacks with state from being deleted', () => {
    const { network, data: protectedData, gateway, api } = synthesised().isProtected;
    expect([network, protectedData, gateway, api]).toEqual([true, true, true, false]);
  });

  it('keeps what has state when its stack goes', () => {
    const kept = [
      'AWS::RDS::DBCluster',
      'AWS::RDS::DBInstance',
      'AWS::DynamoDB::GlobalTable',
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
    ];
    const found = Object.entries(data().Resources).filter(([, { Type }]) => kept.includes(Type));
    expect(new Set(found.map(([, { Type }]) => Type)).size).toBe(kept.length);
    for (const [id, resource] of found) {
      expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain']);
    }
  });

  it('encrypts, protects, backs up and closes the database, and speaks TLS and UTC to it', () => {
    const { retention } = synthesised().config;
    expect(only(data(), 'AWS::RDS::DBCluster')).toMatchObject({
      Engine: 'aurora-postgresql',
      StorageEncrypted: true,
      KmsKeyId: expect.anything(),
      DeletionProtection: true,
      BackupRetentionPeriod: retention.backupDays,
      CopyTagsToSnapshot: true,
      EnableHttpEndpoint: true,
      EnableIAMDatabaseAuthentication: true,
      EnableCloudwatchLogsExports: ['postgresql'],
    });
    expect(only(data(), 'AWS::RDS::DBClusterParameterGroup').Parameters).toMatchObject({
      'rds.force_ssl': '1',
      timezone: 'UTC',
      log_statement: 'none',
    });
    for (const [, { Properties }] of ofType(data(), 'AWS::RDS::DBInstance'))
      expect(Properties.PubliclyAccessible).toBe(false);
  });

  it('tells which statement is slow, encrypted, where asking for it keeps nothing awake', () => {
    const cluster = only(data(), 'AWS::RDS::DBCluster');
    if (isStandard()) {
      expect(cluster).toMatchObject({
        PerformanceInsightsEnabled: true,
        PerformanceInsightsKmsKeyId: expect.anything(),
      });
    } else expect(cluster).not.toHaveProperty('PerformanceInsightsEnabled');
  });

  it("leaves the owner's password to RDS, which changes it by itself", () => {
    const cluster = only(data(), 'AWS::RDS::DBCluster');
    expect(cluster).toMatchObject({
      ManageMasterUserPassword: true,
      MasterUserSecret: { KmsKeyId: expect.anything() },
    });
    expect(cluster).not.toHaveProperty('MasterUserPassword');
  });

  it('has a second instance to fail over to, or pauses when nobody is there', () => {
    const { MinCapacity, SecondsUntilAutoPause } = only(data(), 'AWS::RDS::DBCluster')
      .ServerlessV2ScalingConfiguration as Record<string, number>;
    const instances = ofType(data(), 'AWS::RDS::DBInstance');
    expect(instances).toHaveLength(isStandard() ? 2 : 1);
    expect([MinCapacity, SecondsUntilAutoPause]).toEqual(isStandard() ? [0.5, undefined] : [0, 300]);
  });

  it('lets nothing through to the database by network', () => {
    const { network } = synthesised().templates;
    const groups = ofType(network, 'AWS::EC2::SecurityGroup').filter(([id]) => id.startsWith('NetworkDatabaseGroup'));
    expect(groups).toHaveLength(1);
    for (const [id, { Properties }] of groups) {
      expect(Properties.SecurityGroupIngress).toBeUndefined();
      expect(
        ofType(network, 'AWS::EC2::SecurityGroupIngress').filter(([, rule]) =>
          JSON.stringify(rule.Properties.GroupId).includes(id),
        ),
      ).toEqual([]);
    }
  });

  it('has tables that recover, protect themselves and collect their garbage', () => {
    const tables = ofType(data(), 'AWS::DynamoDB::GlobalTable').map(([, { Properties }]) => Properties);
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      expect(table).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        TimeToLiveSpecification: { AttributeName: 'remove_after', Enabled: true },
        SSESpecification: { SSEEnabled: true },
        Replicas: [
          { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
        ],
      });
    }
    expect(tables.map(({ StreamSpecification }) => StreamSpecification)).toEqual([
      undefined,
      { StreamViewType: 'KEYS_ONLY' },
      { StreamViewType: 'KEYS_ONLY' },
    ]);
  });

  it('shuts every bucket to the public and to plain HTTP', () => {
    for (const template of [data(), synthesised().templates.edge]) {
      const buckets = ofType(template, 'AWS::S3::Bucket');
      expect(buckets.length).toBeGreaterThanOrEqual(2);
      for (const [id, { Properties }] of buckets) {
        expect(Properties).toMatchObject({
          BucketEncryption: expect.anything(),
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        });
        const policy = ofType(template, 'AWS::S3::BucketPolicy').find(([, of]) =>
          JSON.stringify(of.Properties.Bucket).includes(`"${id}"`),
        );
        expect(JSON.stringify(policy?.[1].Properties)).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
      }
    }
  });

  it('keeps the cache, where there is one, shut, encrypted and without commands that empty it', () => {
    const caches = ofType(data(), 'AWS::ElastiCache::ServerlessCache');
    expect(caches).toHaveLength(isStandard() ? 1 : 0);
    for (const [, { Properties }] of caches) {
      expect(Properties).toMatchObject({
        Engine: 'valkey',
        KmsKeyId: expect.anything(),
        UserGroupId: expect.anything(),
        SnapshotRetentionLimit: 0,
      });
    }
    for (const [, { Properties }] of ofType(data(), 'AWS::ElastiCache::User'))
      expect(Properties.AccessString).toContain('-@dangerous');
  });
}
