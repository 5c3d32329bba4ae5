import { keySecrets } from '../../infra/constructs/secrets.ts';
import { ofType, type Synthesis, stackNames } from './synthesis.ts';

const random = { ExcludePunctuation: true, PasswordLength: 64 };
const loginOf = (username: string) => ({
  ...random,
  GenerateStringKey: 'password',
  SecretStringTemplate: JSON.stringify({ username }),
});

/** What AWS makes the first value of; of every other secret it is `{}`. */
const madeByAws: Record<string, object> = {
  SecretsEdge: { ...random, GenerateStringKey: 'a', SecretStringTemplate: '{}' },
  SecretsDatabaseApp: loginOf('gatehouse_functions'),
  SecretsStore: loginOf('gatehouse'),
};

/** No secret stands in a template or a variable. */
export function secretsSuite(synthesised: () => Synthesis): void {
  const secrets = () => ofType(synthesised().templates.data, 'AWS::SecretsManager::Secret');

  it('has a secret for each purpose of keys, each encrypted and kept', () => {
    const ids = secrets().map(([id]) => id);
    for (const purpose of keySecrets) expect(ids.filter((id) => id.startsWith(`SecretsKey${purpose}`))).toHaveLength(1);
    for (const [, { Properties, DeletionPolicy, UpdateReplacePolicy }] of secrets()) {
      expect(Properties.KmsKeyId).toBeDefined();
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    }
  });

  it('writes no secret value, and says of each for ever how it begins: CloudFormation writes it over where that changes', () => {
    for (const [id, { Properties }] of secrets()) {
      const { SecretString, GenerateSecretString } = Properties;
      const made = madeByAws[id.replace(/[0-9A-F]{8}$/, '')];
      expect([id, SecretString, GenerateSecretString]).toEqual([id, made ? undefined : '{}', made]);
    }
  });

  it('puts no secret into a variable of a function, nor a reference that AWS would replace with one', () => {
    for (const name of stackNames) {
      for (const [, { Properties }] of ofType(synthesised().templates[name], 'AWS::Lambda::Function')) {
        expect(JSON.stringify(Properties.Environment ?? {})).not.toMatch(/\{\{resolve:|PRIVATE KEY/);
      }
    }
  });

  it('names a secret to a function by ARN alone', () => {
    for (const [, { Properties }] of ofType(synthesised().templates.api, 'AWS::Lambda::Function')) {
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
      for (const [name, value] of Object.entries(Variables)) {
        if (/SECRET|PUBLIC_KEYS/.test(name)) expect(JSON.stringify(value)).toMatch(/"Fn::GetStackOutput":\{.*Secret/);
      }
    }
  });

  it('lets CloudFormation read a secret only where a service must be told its value', () => {
    const uses = stackNames.flatMap((name) =>
      Object.entries(synthesised().templates[name].Resources)
        .filter(([, resource]) => JSON.stringify(resource).includes('{{resolve:secretsmanager:'))
        .map(([, { Type }]) => Type),
    );
    const { profile } = synthesised().config;
    expect(uses.sort()).toEqual([
      'AWS::CloudFront::Distribution',
      ...(profile === 'standard' ? ['AWS::ElastiCache::User'] : []),
    ]);
  });

  it('turns every key over: the worker that does it is started each day', () => {
    const rules = ofType(synthesised().templates.api, 'AWS::Events::Rule').filter(([id]) => id.includes('keyrotation'));
    expect(rules.map(([, { Properties }]) => Properties)).toEqual([
      expect.objectContaining({ ScheduleExpression: 'rate(1 day)', State: 'ENABLED' }),
    ]);
  });
}
