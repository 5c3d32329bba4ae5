/** Sends the mails of the outbox, nudged by the stream. Where the store is at hand it lands tombstones as well. */
import { sesMail } from '../../adapters/mail/ses.ts';
import { ambientEnvironment } from '../../kernel/config.ts';
import { createOutboxWorker } from '../../workers/outbox.ts';
import { cloudPlatform } from '../cloud.ts';
import { readCloudEnvironment } from '../cloud-environment.ts';
import { nudged } from '../nudged.ts';

const { storeTable, mailConfigurationSet: configurationSet } = readCloudEnvironment(ambientEnvironment());
const platform = cloudPlatform('sender', { mail: sesMail(configurationSet === undefined ? {} : { configurationSet }) });
// Beside a cache the sweeper lands them: from here the cache is out of reach.
const worker = createOutboxWorker(platform, storeTable === undefined ? ['mail'] : ['mail', 'session_end', 'rbac']);

export const handler = nudged(platform, worker);
