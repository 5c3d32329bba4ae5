import type { SecretNames } from '../../lambdas/adapters/keys/secrets-manager.ts';
import { type Answer, type StandIn, startStandIn } from './stand-in.ts';

export interface SecretsManager extends StandIn {
  valueOf(name: string): string;
  replace(name: string, text: string): void;
  /** Names of the secrets that were read, in order. */
  reads: string[];
  /** Names of the secrets that were written, in order. */
  writes: string[];
}

/** Which keys share a secret, as the contracts' `needs` have it; the public ones are for everyone. */
export const secretNames = {
  signing: 'sign',
  refresh: 'sign',
  csrf: 'sign',
  pepper: 'hash',
  code: 'mail',
  outbox: 'mail',
  cursor: 'list',
  factor: 'encrypt',
  recovery: 'encrypt',
  verifying: 'public',
} satisfies SecretNames;

interface Version {
  text: string;
  id: string;
  /** Seconds. */
  createdAt: number;
}

/**
 * A stand-in for two actions of Secrets Manager (AWS JSON 1.1), over secrets that hold `{}`. `now` is the time of a
 * write, in milliseconds: long ago where it is not given.
 */
export async function startSecretsManager(now: () => number = () => 0): Promise<SecretsManager> {
  const held = new Map<string, Version>();
  const reads: string[] = [];
  const writes: string[] = [];
  let versions = 0;
  function replace(name: string, text: string): Version {
    versions += 1;
    const version = { text, id: `version-${`${versions}`.padStart(24, '0')}`, createdAt: now() / 1000 };
    held.set(name, version);
    return version;
  }
  for (const name of Object.values(secretNames)) replace(name, '{}');

  const actions: Record<string, (name: string, version: Version, input: Record<string, string>) => unknown> = {
    GetSecretValue(name, { text, id, createdAt }) {
      reads.push(name);
      return { SecretString: text, VersionId: id, VersionStages: ['AWSCURRENT'], CreatedDate: createdAt };
    },
    PutSecretValue(name, _version, { SecretString = '', ClientRequestToken }) {
      if (!ClientRequestToken) return undefined;
      writes.push(name);
      return { VersionId: replace(name, SecretString).id, VersionStages: ['AWSCURRENT'] };
    },
  };

  const service = await startStandIn(({ headers, body }) => {
    const action = headers['x-amz-target']?.toString().replace(/^secretsmanager\./, '') ?? '';
    const input = JSON.parse(body.toString()) as Record<string, string>;
    const name = input.SecretId ?? '';
    const version = held.get(name);
    if (!version) return refusal('ResourceNotFoundException');
    const answer = actions[action]?.(name, version, input);
    const facts = { ARN: `arn:aws:secretsmanager:eu-west-1:000000000000:secret:${name}-AbCdEf`, Name: name };
    return answer ? json(200, { ...facts, ...answer }) : refusal('InvalidParameterException');
  });
  return { ...service, valueOf: (name) => held.get(name)?.text ?? '', replace, reads, writes };
}

function refusal(name: string): Answer {
  return json(400, { __type: name, Message: 'The stand-in refuses.' });
}

function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}
