/** The calls of the SDK that read and write secrets. It is imported when it is due: loading it takes time. */
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type AwsService, callService, clientSettings } from '../aws/service.ts';

export interface SecretValue {
  text: string;
  /** Another one for each value. */
  version: string;
  writtenAt: Date;
}

/** Both throw `DependencyUnavailable` where Secrets Manager does not answer as it should. */
export interface Secrets {
  read(name: string): Promise<SecretValue>;
  write(name: string, text: string): Promise<void>;
}

const attempts = { connectMs: 500, answerMs: 900, most: 3 };
const calls = { dependency: 'keys', deadlineMs: 2_000 } as const;

export function openSecrets(service: AwsService): Secrets {
  const client = new SecretsManagerClient(clientSettings(service, attempts));
  return {
    read: (name) =>
      callService(calls, async (abortSignal) => {
        const command = new GetSecretValueCommand({ SecretId: name });
        const { SecretString, VersionId, CreatedDate } = await client.send(command, { abortSignal });
        if (SecretString === undefined || !VersionId || !CreatedDate) throw new Error('the secret has no value');
        return { text: SecretString, version: VersionId, writtenAt: CreatedDate };
      }),
    async write(name, text) {
      const command = new PutSecretValueCommand({ SecretId: name, SecretString: text });
      await callService(calls, (abortSignal) => client.send(command, { abortSignal }));
    },
  };
}
