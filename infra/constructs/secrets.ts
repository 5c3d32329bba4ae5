import type * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { RemovalPolicy, SecretValue } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { keyPurposes } from '../../lambdas/ports/keys.ts';
import type { StageConfig } from '../config.ts';
import { edgeRegion, edgeSecretName } from '../names.ts';
import { acknowledge } from './acknowledge.ts';
import { storeUser } from './session-store.ts';

/** A secret for each purpose of the keys port, so that a function reads those of its needs and no others. */
export const keySecrets = ['signing', ...keyPurposes] as const;
export type KeySecret = (typeof keySecrets)[number];

/**
 * What the worker `key-rotation` takes for a secret that has no keys yet. Here as in what AWS generates: CloudFormation
 * writes a new value over the one in use where the text that makes it changes, and only then.
 */
const unfilled: secretsmanager.SecretProps = { secretStringValue: SecretValue.unsafePlainText('{}') };

export interface SecretsProps {
  config: StageConfig;
  key: kms.IKey;
}

/**
 * Every secret of the platform but the database owner's. The worker `key-rotation` makes the
 * keys, on the first deploy and at each rotation, and CloudFormation the random values: none is ever in a template.
 */
export class Secrets extends Construct {
  readonly keys: Readonly<Record<KeySecret, secretsmanager.Secret>>;
  /** The public half of the signing keys. No secret: kept here because every function reads secrets anyway. */
  readonly publicKeys: secretsmanager.Secret;
  /** `{"a", "b"}`: both are accepted by the API, one is sent by CloudFront. */
  readonly edge: secretsmanager.Secret;
  /** `{"username", "password"}` of the role that functions connect as. */
  readonly databaseApp: secretsmanager.Secret;
  /** `{"username", "password"}`, in the standard profile. */
  readonly store: secretsmanager.Secret | undefined;
  /** The client secret of each sign-in provider, put there by the operator. */
  readonly providers: ReadonlyMap<string, secretsmanager.Secret>;

  constructor(scope: Construct, id: string, { config, key }: SecretsProps) {
    super(scope, id);
    const make = (name: string, props: secretsmanager.SecretProps) =>
      new secretsmanager.Secret(this, name, { encryptionKey: key, removalPolicy: RemovalPolicy.RETAIN, ...props });
    const login = (username: string): secretsmanager.SecretProps => ({
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username }),
        generateStringKey: 'password',
        passwordLength: 64,
        excludePunctuation: true,
      },
    });

    this.keys = Object.fromEntries(
      keySecrets.map((purpose) => [
        purpose,
        make(`Key-${purpose}`, { ...unfilled, description: `Gatehouse: keys for ${purpose}` }),
      ]),
    ) as Record<KeySecret, secretsmanager.Secret>;
    this.publicKeys = make('PublicKeys', {
      ...unfilled,
      description: 'Gatehouse: the public signing keys (a JWK set)',
    });
    this.edge = make('Edge', {
      description: 'Gatehouse: what CloudFront shows the API',
      secretName: edgeSecretName(config),
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'a',
        passwordLength: 64,
        excludePunctuation: true,
      },
      ...(config.region === edgeRegion ? {} : { replicaRegions: [{ region: edgeRegion }] }),
    });
    this.databaseApp = make('DatabaseApp', {
      description: 'Gatehouse: the database role of functions',
      ...login('gatehouse_functions'),
    });
    this.store =
      config.profile === 'standard'
        ? make('Store', { description: 'Gatehouse: the cache user of functions', ...login(storeUser) })
        : undefined;
    this.providers = new Map(
      config.providers.map(({ id }) => [
        id,
        make(`Provider-${id}`, { description: `Gatehouse: client secret at ${id}` }),
      ]),
    );
    this.acknowledgeRotation();
  }

  /** cdk-nag knows the schedules of Secrets Manager alone. */
  private acknowledgeRotation(): void {
    const say = (secret: secretsmanager.Secret, reason: string) => acknowledge(secret, 'SMG4', reason);
    for (const secret of [...Object.values(this.keys), this.databaseApp]) {
      say(
        secret,
        'A worker of the API stack rotates it on a schedule: two keys at once, which Secrets Manager does not know to do.',
      );
    }
    say(this.publicKeys, 'Public keys, written whenever the signing keys rotate.');
    say(this.edge, 'CloudFront must send the new value before the old one goes: rotated by a deploy (edge.sends).');
    if (this.store)
      say(
        this.store,
        'Reachable from the functions of the platform alone; changed by an operator, while two passwords are let in.',
      );
    for (const secret of this.providers.values()) say(secret, 'Only the provider can make a new one.');
  }
}
