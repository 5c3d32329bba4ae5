import type { Mailbox } from '../../lambdas/adapters/mail/mailbox.ts';
import { sesMail } from '../../lambdas/adapters/mail/ses.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import { type DynamoDb, freshDynamoDbStore, startDynamoDb } from '../services/dynamodb.ts';
import { startNudgeStream } from '../services/nudge-stream.ts';
import { startSecretsManager } from '../services/secrets-manager.ts';
import { freshSecretsManagerKeys } from '../services/secrets-manager-keys.ts';
import { startSes } from '../services/ses.ts';
import type { OpenAdapters } from './adapters.ts';
import type { Adapters } from './profiles.ts';

type CloudAdapters = Partial<Pick<OpenAdapters, 'store' | 'mail' | 'queue' | 'keys'>>;

/** The adapters of AWS that are asked for, over stand-ins which `stop` ends. Mail that leaves comes into the mailbox. */
export async function openCloud(
  adapters: Adapters,
  clock: Clock,
  inbox: Mailbox,
  onError: (error: unknown) => void,
): Promise<CloudAdapters & { stop(): Promise<void> }> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => void (await Promise.all(stops.map((end) => end())));
  try {
    return { ...(await open(adapters, clock, inbox, onError, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(
  adapters: Adapters,
  clock: Clock,
  inbox: Mailbox,
  onError: (error: unknown) => void,
  stops: (() => Promise<void>)[],
): Promise<CloudAdapters> {
  const opened: CloudAdapters = {};
  if (adapters.store === 'dynamodb' || adapters.queue === 'stream') {
    const server: DynamoDb = await startDynamoDb();
    stops.push(server.stop);
    if (adapters.store === 'dynamodb') opened.store = await freshDynamoDbStore(server, clock);
    if (adapters.queue === 'stream') opened.queue = await startNudgeStream(server, clock, onError);
  }
  if (adapters.mail === 'ses') {
    const ses = await startSes((sent) => inbox.send(sent));
    stops.push(ses.close);
    opened.mail = sesMail({ configurationSet: 'gatehouse', service: ses.service });
  }
  if (adapters.keys === 'secrets-manager') {
    const manager = await startSecretsManager();
    stops.push(manager.close);
    opened.keys = await freshSecretsManagerKeys(manager, clock);
  }
  return opened;
}
