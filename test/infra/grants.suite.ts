import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keySecrets } from '../../infra/constructs/secrets.ts';
import { workers } from '../../infra/constructs/workers.ts';
import { api as table } from '../../lambdas/api.ts';
import type { Contract, Need } from '../../lambdas/kernel/http/contract.ts';
import { ofType, type Resource, type Synthesis } from './synthesis.ts';

interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: unknown;
  Condition?: object;
}

const contracts: readonly Contract[] = Object.values(table);

/** What each need lets at, written down a second time: a slip in one of the two lists fails. */
const letsAt: Record<Need, readonly string[]> = {
  database: ['DatabaseCluster', 'SecretsDatabaseApp', 'SecretsKeycursor'],
  store: ['store'],
  hash: ['SecretsKeypepper'],
  sign: ['SecretsKeysigning', 'SecretsKeyrefresh', 'SecretsKeycsrf'],
  encrypt: ['SecretsKeyfactor', 'SecretsKeyrecovery'],
  mail: ['SecretsKeyoutbox', 'SecretsKeycode', 'NudgesTable', 'JobNudgesTable'],
  internet: [],
  settings: [],
};

/** Lambda itself asks these of any function's role, and for nothing narrower. */
const ofLambda =
  /^(xray:Put(TraceSegments|TelemetryRecords)|ec2:\w+NetworkInterfaces?|ec2:\w+PrivateIpAddresses|ec2:DescribeSubnets)$/;

/** The same for workers, but for their stores: every worker is here. */
const letAtByWorkers: readonly [string, readonly string[]][] = [
  ['migrate', ['DatabaseCluster', 'DatabaseClusterMasterUserSecretSecret', 'Key', 'SecretsDatabaseApp']],
  [
    'administrator',
    ['DatabaseCluster', 'JobNudgesTable', 'Key', 'NudgesTable', 'SecretsDatabaseApp', 'SecretsKeyoutbox'],
  ],
  ['mail-feedback', ['DatabaseCluster', 'Key', 'SecretsDatabaseApp']],
  ['key-rotation', ['Key', ...keySecrets.map((purpose) => `SecretsKey${purpose}`), 'SecretsPublicKeys']],
  ['sender', ['DatabaseCluster', 'Key', 'NudgesTable', 'SecretsDatabaseApp', 'SecretsKeyoutbox']],
  ['clean-up', ['DatabaseCluster', 'Key', 'SecretsDatabaseApp']],
  ['statistics', ['DatabaseCluster', 'Key', 'SecretsDatabaseApp']],
  ['sealer', ['ArchiveBucket', 'DatabaseCluster', 'Key', 'SecretsDatabaseApp', 'SecretsKeysigning']],
  ['re-encryption', ['DatabaseCluster', 'Key', 'SecretsDatabaseApp', 'SecretsKeyfactor']],
  ['sweeper', ['DatabaseCluster', 'JobNudgesTable', 'Key', 'NudgesTable', 'SecretsDatabaseApp']],
  [
    'jobs',
    // It reads the one table's stream and nudges by both.
    ['DatabaseCluster', 'JobNudgesTable', 'Key', 'NudgesTable', 'SecretsDatabaseApp', 'SecretsKeyoutbox'],
  ],
];

/** What Lambda asks of a role to read a stream for the function, and to keep what it gave up. */
const ofStreams =
  /^(dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)|sqs:(SendMessage|GetQueueAttributes|GetQueueUrl))$/;

/** The calls that the adapters make, as IAM names them without the service: each is a command of the SDK. */
function callsOfAdapters(): string[] {
  const folder = join(import.meta.dirname, '../../lambdas/adapters');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const calls = sources.flatMap((path) => [
    ...readFileSync(join(folder, path), 'utf8').matchAll(/\bnew (?:sdk\.)?([A-Z]\w+)Command\(/g),
  ]);
  // No function reads the archive; to lock what it puts it needs a right of its own.
  const names = calls.map(([, name = '']) => name).filter((name) => name !== 'GetObject' && name !== 'ListObjectsV2');
  return [...new Set([...names, 'PutObjectRetention'])].sort();
}

/** The roles of a profile's functions against their contracts. */
export function grantsSuite(synthesised: () => Synthesis): void {
  const api = () => synthesised().templates.api;

  /** The statements of the role of a function: of the role itself and of policies that are attached to it. */
  function statementsOf(bundle: string): Statement[] {
    const name = `gatehouse-${synthesised().config.name}-${bundle}`;
    const own = ofType(api(), 'AWS::Lambda::Function').find(([, { Properties }]) => Properties.FunctionName === name);
    const role = /"Fn::GetAtt":\["([^"]+)"/.exec(JSON.stringify(own?.[1].Properties.Role))?.[1] ?? '';
    const inline = (api().Resources[role]?.Properties.Policies ?? []) as {
      PolicyDocument: { Statement: Statement[] };
    }[];
    const attached = ofType(api(), 'AWS::IAM::Policy').filter(([, { Properties }]) =>
      JSON.stringify(Properties.Roles).includes(`"${role}"`),
    );
    return [
      ...inline,
      ...attached.map(([, { Properties }]) => Properties as unknown as (typeof inline)[number]),
    ].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  }

  const isOfSeals = (resource: unknown) =>
    nameOf(resource) === 'ArchiveBucket' && JSON.stringify(resource).endsWith('"/seals/*"]]}');
  const actionsOf = ({ Action }: Statement) => [Action].flat();
  const resourcesOf = ({ Resource: resource }: Statement) => [resource].flat();

  /** What a statement's resource is, by the logical id behind it, without the hash. */
  function nameOf(resource: unknown): string {
    const text = JSON.stringify(resource);
    const [, output, attribute = ''] =
      /"OutputName":"PublishOutput(?:Ref|FnGetAtt)(\w+?)[0-9A-F]{8}(MasterUserSecretSecret)?(?:Stream)?(?:Arn)?[0-9A-F]{8}"/.exec(
        text,
      ) ?? [];
    if (output) return output + attribute;
    return /"(?:Ref|Fn::GetAtt)":\[?"(\w+)/.exec(text)?.[1] ?? text;
  }

  /** Everything that a role is let at, but for its own log group and what Lambda asks of any. */
  function letAt(bundle: string): string[] {
    const names = statementsOf(bundle)
      .filter(({ Effect }) => Effect === 'Allow')
      .filter(
        (statement) => !actionsOf(statement).every((action) => ofLambda.test(action) || action.startsWith('logs:')),
      )
      .flatMap(resourcesOf)
      .map(nameOf);
    return [...new Set(names)].sort();
  }

  it.each(contracts.map(({ flow, ...rest }) => [flow, rest] as const))(
    'lets %s at what its contract needs and nothing else',
    (flow, { needs, routes }) => {
      const { profile } = synthesised().config;
      const isInNetwork = profile === 'standard' && !needs.includes('internet');
      const store = isInNetwork ? 'SecretsStore' : 'StoreTable';
      const looksAtTokens = Object.values(routes).some(({ access }) => access !== 'public');
      const expected = [
        ...needs.flatMap((need) => letsAt[need]).map((name) => (name === 'store' ? store : name)),
        ...(needs.includes('sign') ? ['StoreTable'] : []),
        'SecretsEdge',
        'Key',
        // The service flow publishes them.
        ...(looksAtTokens || flow === 'service' ? ['SecretsPublicKeys'] : []),
      ];
      expect(letAt(flow)).toEqual([...new Set(expected)].sort());
    },
  );

  it.each(letAtByWorkers)('lets the worker %s at what it works with and nothing else', (worker, expected) => {
    const ours = /^(Archive|Database|JobNudges|Key|Nudges|Secrets|Store)/;
    const stores: Record<string, string[]> =
      synthesised().config.profile === 'economy'
        ? {
            sender: ['StoreTable'],
            sweeper: ['ArchiveBucket', 'SecretsKeyfactor', 'SecretsKeysigning', 'StoreTable'],
            jobs: ['StoreTable'],
          }
        : { sweeper: ['SecretsStore'], jobs: ['SecretsStore'] };
    const stored = stores[worker] ?? [];
    expect(
      letAt(worker)
        .filter((name) => ours.test(name))
        .sort(),
    ).toEqual([...expected, ...stored].sort());
  });

  it('knows of every worker what it is let at', () => {
    expect(letAtByWorkers.map(([name]) => name).sort()).toEqual(workers.map(({ name }) => name).sort());
  });

  it('holds no wildcard action, and no resource of any kind but where Lambda asks for it', () => {
    const roles: Resource[] = ofType(api(), 'AWS::Lambda::Function').map(([, resource]) => resource);
    for (const { Properties } of roles) {
      const bundle = String(Properties.FunctionName ?? '').replace(`gatehouse-${synthesised().config.name}-`, '');
      for (const statement of bundle ? statementsOf(bundle) : []) {
        expect(actionsOf(statement).filter((action) => action.includes('*'))).toEqual([]);
        const isOfLambda = actionsOf(statement).every((action) => ofLambda.test(action));
        if (!isOfLambda && statement.Effect === 'Allow') {
          // The names of seals are not known beforehand: within their prefix, of the archive alone.
          const wild = resourcesOf(statement).filter((resource) => JSON.stringify(resource).includes('*'));
          expect(wild.filter((resource) => !isOfSeals(resource))).toEqual([]);
        }
      }
    }
  });

  it('lets functions make the calls that adapters make and no other', () => {
    const allowed = ofType(api(), 'AWS::Lambda::Function')
      .map(([, { Properties }]) => String(Properties.FunctionName ?? ''))
      .filter(Boolean)
      .flatMap((name) => statementsOf(name.replace(`gatehouse-${synthesised().config.name}-`, '')))
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(actionsOf)
      .filter((action) => !ofLambda.test(action) && !ofStreams.test(action) && !/^(logs|kms):/.test(action))
      .map((action) => action.split(':')[1]);
    expect([...new Set(allowed)].sort()).toEqual(callsOfAdapters());
  });

  it('connects functions as the role that can change no audit row; only migrations are the owner [A94]', () => {
    const { templates } = synthesised();
    for (const [, { Properties }] of ofType(templates.api, 'AWS::Lambda::Function')) {
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
      const secret = Variables.GATEHOUSE_DATABASE_SECRET;
      if (secret === undefined) continue;
      const isMigrate = String(Properties.FunctionName).endsWith('-migrate');
      expect(JSON.stringify(secret)).toContain(isMigrate ? 'MasterUserSecret' : 'SecretsDatabaseApp');
    }
    const owners = contracts
      .map(({ flow }) => flow)
      .filter((flow) => letAt(flow).some((name) => name.includes('MasterUser')));
    expect(owners).toEqual([]);
  });

  it('lets only a function that signs read the private keys', () => {
    for (const { flow, needs } of contracts) {
      expect([flow, letAt(flow).includes('SecretsKeysigning')]).toEqual([flow, needs.includes('sign')]);
    }
  });

  it("opens secrets with the platform's key on their way through Secrets Manager alone", () => {
    const { config } = synthesised();
    const uses = contracts
      .flatMap(({ flow }) => statementsOf(flow))
      .filter((statement) => actionsOf(statement).some((action) => action.startsWith('kms:')));
    expect(uses).not.toEqual([]);
    for (const { Condition } of uses) {
      expect(Condition).toEqual({
        StringEquals: { 'kms:ViaService': `secretsmanager.${config.region}.amazonaws.com` },
      });
    }
  });

  it('lets only the sender send mail, and only from the configured address', () => {
    const { config } = synthesised();
    const sends = statementsOf('sender').filter((statement) => actionsOf(statement).includes('ses:SendEmail'));
    expect(sends).toEqual([
      expect.objectContaining({ Condition: { StringEquals: { 'ses:FromAddress': config.mail.from } } }),
    ]);
    for (const { flow } of contracts) {
      expect(
        statementsOf(flow)
          .flatMap(actionsOf)
          .filter((action) => action.startsWith('ses:')),
      ).toEqual([]);
    }
  });
}
