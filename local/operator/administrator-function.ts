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
  const answer = await invoke(config, client, { appoint: email }, 'Nobody was appointed');
  const sentence = sentences[answer?.outcome ?? ''];
  if (!sentence) throw unknown(config, answer);
  return sentence(email, config.name);
}

/** Of a payload of Lambda, 256 kB. */
const idsAtOnce = 500;

/**
 * Disables accounts again after a restore (docs/operations/backup.md).
 *
 * @returns how many of them could be used until then.
 * @throws Error as `appoint` does.
 */
export async function disable(
  config: StageConfig,
  userIds: readonly string[],
  client: LambdaClientConfig = {},
): Promise<number> {
  let disabled = 0;
  for (let from = 0; from < userIds.length; from += idsAtOnce) {
    const some = userIds.slice(from, from + idsAtOnce);
    const answer = await invoke(config, client, { disable: some }, `${disabled} were disabled before`);
    if (typeof answer?.disabled !== 'number') throw unknown(config, answer);
    disabled += answer.disabled;
  }
  return disabled;
}

interface Answered {
  outcome?: string;
  disabled?: number;
  errorMessage?: string;
}

async function invoke(
  config: StageConfig,
  client: LambdaClientConfig,
  payload: object,
  whereFailed: string,
): Promise<Answered | null> {
  const lambda = new LambdaClient({ region: config.region, ...client });
  const name = functionName(config, 'administrator');
  try {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: arnOf(config, name), Payload: JSON.stringify(payload) }),
    );
    const answer = JSON.parse(Payload?.transformToString() || 'null') as Answered | null;
    if (FunctionError) throw new Error(`${name} failed: ${answer?.errorMessage ?? FunctionError}. ${whereFailed}`);
    return answer;
  } catch (error) {
    throw explained(error, config, name, 'invoke');
  } finally {
    lambda.destroy();
  }
}

function unknown(config: StageConfig, answer: unknown): Error {
  const name = functionName(config, 'administrator');
  return new Error(`${name} answered ${JSON.stringify(answer)}, which this version does not know`);
}

/** With its account: credentials of another one are refused instead of finding a function of the same name there. */
function arnOf({ region, account }: StageConfig, name: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** One sentence for whoever asked AWS for something that concerns a function. */
export function explained(
  error: unknown,
  { name: stage, account, region }: StageConfig,
  name: string,
  what: string,
): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error.name === 'CredentialsProviderError') {
    return new Error(
      `There are no AWS credentials here. Sign in to the account ${account} first, for example with "aws sso login", and name its profile in AWS_PROFILE`,
    );
  }
  if (error.name === 'ResourceNotFoundException')
    return new Error(`There is no function ${name} in ${region}: the stage ${stage} is not deployed there`);
  if (error.name === 'AccessDeniedException')
    return new Error(`These credentials may not ${what} ${name} in the account ${account}`);
  return error;
}
