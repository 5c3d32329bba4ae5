/** The one call of the SDK that sends mail. It is imported when it is due: loading it takes time. */
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import type { MailMessage } from '../../ports/mail.ts';
import { type AwsService, clientSettings, ownConnections } from '../aws/service.ts';
import { throttledRetries } from '../aws/throttled-retries.ts';

export interface Ses {
  /** Rejects with SES's own error, or once the signal is aborted. */
  send(message: MailMessage, configurationSet: string | undefined, signal: AbortSignal): Promise<void>;
}

const attempts = { connectMs: 1_000, answerMs: 3_000, most: 4 };
/** SES counts by the second: the further tries spread over the next few. */
const throttledBaseMs = 400;

export function openSes(service: AwsService): Ses {
  const { requestHandler, ...settings } = clientSettings(service, attempts);
  const client = new SESClient({
    ...settings,
    requestHandler: { ...requestHandler, ...ownConnections },
    retryStrategy: throttledRetries(attempts.most, throttledBaseMs),
  });
  return {
    async send({ id, from, to, subject, text, html }, configurationSet, signal) {
      const command = new SendEmailCommand({
        Source: from,
        Destination: { ToAddresses: [to] },
        Message: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } },
        ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
        Tags: [{ Name: 'message_id', Value: id }],
      });
      const { MessageId } = await client.send(command, { abortSignal: signal });
      if (!MessageId) throw new Error('the mail was answered without an id');
    },
  };
}

function utf8(text: string) {
  return { Data: text, Charset: 'UTF-8' };
}
