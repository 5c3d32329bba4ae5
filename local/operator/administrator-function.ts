import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { StageConfig } from '../../infra/config.ts';
import { functionName } from '../../infra/names.ts';

/** What the administrator function answers (lambdas/compose/workers/administrator.ts). */
const sentences: Readonly<Record<string, (email: string, stage: string) => string>> = {
  invited: (email, stage) =>
    `${email} is an administrator of ${stage} once it has opened the invitation that is on its way by mail.`,
  appointed: (email, stage) =>
    `${email} is an administrator of ${stage} and signs in with the password that it had; its sessions have ended.`,
};

/**
 * Asks the stage's administrator function to appoint an address.
 *
 * @returns what happened, in one sentence.
 * @throws Error with one sentence where AWS refuses, the stage is not deployed, or the function fails.
 */
export async function appoint(config: StageConfig, email: string, client: LambdaClientConfig = {}): Promise<string> {
  const lambda = new LambdaClient({ region: config.region, ...client });
  const name = functionName(config, 'administrator');
  try {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: arnOf(config, name), Payload: JSON.stringify({ appoint: email }) }),
    );
    const answer = JSON.parse(Payload?.transformToString() || 'null') as { outcome?: string; errorMessage?: string };
    if (FunctionError)
      throw new Error(`${name} failed: ${answer?.errorMessage ?? FunctionError}. Nobody was appointed`);
    const sentence = sentences[answer?.outcome ?? ''];
    if (!sentence) throw new Error(`${name} answered ${JSON.stringify(answer)}, which this version does not know`);
    return sentence(email, config.name);
  } catch (error) {
    throw explained(error, config, name);
  } finally {
    lambda.destroy();
  }
}

/** With its account: credentials of another one are refused instead of finding a function of the same name there. */
function arnOf({ region, account }: StageConfig, name: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

function explained(error: unknown, { name: stage, account, region }: StageConfig, name: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error.name === 'CredentialsProviderError') {
    return new Error(
      `There are no AWS credentials here. Sign in to the account ${account} first, for example with "aws sso login", and name its profile in AWS_PROFILE`,
    );
  }
  if (error.name === 'ResourceNotFoundException')
    return new Error(`There is no function ${name} in ${region}: the stage ${stage} is not deployed there`);
  if (error.name === 'AccessDeniedException')
    return new Error(`These credentials may not invoke ${name} in the account ${account}`);
  return error;
}
