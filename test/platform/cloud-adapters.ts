import type { AwsService } from '../../lambdas/adapters/aws/service.ts';
import type { Mailbox } from '../../lambdas/adapters/mail/mailbox.ts';
import { sesMail } from '../../lambdas/adapters/mail/ses.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import { freshDynamoDbStore, startDynamoDb } from '../services/dynamodb.ts';
import { type FaultyService, startFaultyService } from '../services/faulty-service.ts';
import { startNudgeStream } from '../services/nudge-stream.ts';
import { startSecretsManager } from '../services/secrets-manager.ts';
import { freshSecretsManagerKeys } from '../services/secrets-manager-keys.ts';
import { startSes } from '../services/ses.ts';
import type { OpenAdapters } from './adapters.ts';
import type { Adapters } from './profiles.ts';

/** What stands before each stand-in and can be made faulty. */
export type Fronts = Partial<Record<'store' | 'mail' | 'queue' | 'keys', FaultyService>>;

export interface CloudAdapters extends Partial<Pick<OpenAdapters, 'store' | 'mail' | 'queue' | 'keys'>> {
  fronts: Fronts;
  /** Ends the stand-ins. */
  stop(): Promise<void>;
}

interface Opening {
  adapters: Adapters;
  clock: Clock;
  inbox: Mailbox;
  onError: (error: unknown) => void;
  /** Puts a front before the stand-in of that port, where fronts are wanted. */
  front(name: keyof Fronts, standIn: { service: AwsService; port: number }): Promise<{ service: AwsService }>;
  stops: (() => Promise<void>)[];
}

/** The adapters of AWS that are asked for, over stand-ins for this platform alone. Mail that leaves comes to the inbox. */
export async function openCloud(
  given: Pick<Opening, 'adapters' | 'clock' | 'inbox' | 'onError'>,
  faulty: boolean,
): Promise<CloudAdapters> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => void (await Promise.all(stops.map((end) => end())));
  const fronts: Fronts = {};
  const front: Opening['front'] = async (name, standIn) => {
    if (!faulty) return standIn;
    const between = await startFaultyService(standIn.port);
    stops.push(between.close);
    fronts[name] = between;
    return between;
  };
  try {
    return { ...(await open({ ...given, front, stops })), fronts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open({ adapters, clock, inbox, onError, front, stops }: Opening) {
  const opened: Omit<CloudAdapters, 'fronts' | 'stop'> = {};
  if (adapters.store === 'dynamodb' || adapters.queue === 'stream') {
    const server = await startDynamoDb();
    stops.push(server.stop);
    if (adapters.store === 'dynamodb')
      opened.store = await freshDynamoDbStore(server, clock, (await front('store', server)).service);
    if (adapters.queue === 'stream')
      opened.queue = await startNudgeStream(server, clock, onError, (await front('queue', server)).service);
  }
  if (adapters.mail === 'ses') {
    const ses = await startSes((sent) => inbox.send(sent));
    stops.push(ses.close);
    opened.mail = sesMail({ configurationSet: 'gatehouse', service: (await front('mail', ses)).service });
  }
  if (adapters.keys === 'secrets-manager') {
    const manager = await startSecretsManager();
    stops.push(manager.close);
    opened.keys = await freshSecretsManagerKeys(await front('keys', manager), clock);
  }
  return opened;
}
