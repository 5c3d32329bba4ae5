import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DataApiOptions } from '../../../lambdas/adapters/database/data-api.ts';
import { standIn } from '../stand-in.ts';
import type { Engine } from './engine.ts';
import { bind, type WireParameter } from './parameters.ts';
import { answerOf, Refusal, type RefusalName, refusalOf } from './refusal.ts';
import { resultOf } from './result.ts';
import { transactions } from './transactions.ts';

/** One call as it came in, by the last part of its path. */
export interface DataApiCall {
  operation: string;
  sql: string | undefined;
  transactionId: string | undefined;
}

export interface DataApiServer {
  /** What `openDataApi` needs to reach it. */
  options: Pick<DataApiOptions, 'resourceArn' | 'secretArn' | 'database' | 'service'>;
  port: number;
  /** Every call that came in, in order. */
  calls: DataApiCall[];
  /** What every call is refused with while it is set: `DatabaseResumingException` makes it a paused database. */
  refuses: RefusalName | undefined;
  /** How long a transaction lives without a call; 180 in the service. */
  transactionSeconds: number;
  /** How many transactions are open. */
  openTransactions(): number;
  /** Rolls every open one back. */
  endTransactions(): Promise<void>;
  close(): Promise<void>;
}

interface Body {
  resourceArn?: string;
  secretArn?: string;
  database?: string;
  sql?: string;
  parameters?: WireParameter[];
  transactionId?: string;
  includeResultMetadata?: boolean;
}

const options = {
  resourceArn: 'arn:aws:rds:eu-west-1:123456789012:cluster:test',
  secretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:test',
  database: 'gatehouse',
};
const mostRequestBytes = 4 * 1024 * 1024;

/** The database as the user that a secret names, undefined where there is no such secret. */
export type Logins = (secretArn: string) => Engine | undefined;

/**
 * The RDS Data API of one cluster, on loopback: its REST paths, its JSON, its limits and its errors, over an engine of
 * ours. Where the service may be lenient and may be strict, this one is strict. Engines of several users are left open
 * when it is closed.
 */
export async function startDataApi(engine: Engine | Logins): Promise<DataApiServer> {
  const logins: Logins =
    typeof engine === 'function' ? engine : (secretArn) => (secretArn === options.secretArn ? engine : undefined);
  const open = transactions(() => started.transactionSeconds);

  async function perform(operation: string, body: Body): Promise<unknown> {
    const { transactionId, sql } = body;
    const user = userOf(operation, body, logins);
    if (operation === 'BeginTransaction') return { transactionId: await open.begin(user) };
    if (operation === 'Execute') {
      if (!sql) throw new Refusal('BadRequestException', 'sql is required');
      const { text, values } = bind(sql, body.parameters);
      const answer = await (transactionId === undefined
        ? user.query(text, values)
        : open.query(transactionId, text, values));
      return resultOf(answer, body.includeResultMetadata ?? false);
    }
    if (!transactionId) throw new Refusal('BadRequestException', 'transactionId is required');
    const how = operation === 'CommitTransaction' ? 'commit' : 'rollback';
    await open.end(transactionId, how);
    return { transactionStatus: how === 'commit' ? 'Transaction Committed' : 'Rollback Complete' };
  }

  const server = createServer(async (request, response) => {
    try {
      const operation = request.url?.slice(1) ?? '';
      const body = JSON.parse((await bytesOf(request)).toString()) as Body;
      refuseUnsigned(request);
      started.calls.push({ operation, sql: body.sql, transactionId: body.transactionId });
      if (started.refuses) throw new Refusal(started.refuses, 'as the test asked');
      const answer = JSON.stringify(await perform(operation, body));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
      response.end(answer);
    } catch (error) {
      refuse(response, refusalOf(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const started: DataApiServer = {
    options: { ...options, service: standIn(port) },
    port,
    calls: [],
    refuses: undefined,
    transactionSeconds: 180,
    openTransactions: () => open.count,
    endTransactions: () => open.endAll(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await open.endAll();
      if (typeof engine !== 'function') await engine.close();
    },
  };
  return started;
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, headers, body } = answerOf(refusal);
  response.writeHead(status, headers).end(body);
}

/** Signature Version 4, for this service. */
function refuseUnsigned({ headers }: IncomingMessage): void {
  if (!/^AWS4-HMAC-SHA256 Credential=[\w-]+\/\d{8}\/[\w-]+\/rds-data\/aws4_request/.test(headers.authorization ?? ''))
    throw new Refusal('AccessDeniedException', 'The request is not signed for rds-data');
}

/** Throws what the service says to strangers. */
function userOf(operation: string, { resourceArn, secretArn = '', database }: Body, logins: Logins): Engine {
  if (resourceArn !== options.resourceArn)
    throw new Refusal('HttpEndpointNotEnabledException', 'HttpEndpoint is not enabled for this cluster');
  const user = logins(secretArn);
  if (!user) throw new Refusal('SecretsErrorException', 'The secret was not found');
  const needsDatabase = operation === 'Execute' || operation === 'BeginTransaction';
  if (needsDatabase && database !== options.database)
    throw new Refusal('DatabaseErrorException', `FATAL: database "${database}" does not exist; SQLState: 3D000`);
  if (!/^(Execute|BeginTransaction|CommitTransaction|RollbackTransaction)$/.test(operation))
    throw new Refusal('NotFoundException', `There is no operation ${operation}`);
  return user;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostRequestBytes) throw new Refusal('BadRequestException', 'Request exceeds 4 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
