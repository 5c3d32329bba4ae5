import { whenUsed } from '../../kernel/when-used.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { type Mail, MailRefused } from '../../ports/mail.ts';
import { type AwsService, callService } from '../aws/service.ts';

export interface SesMailOptions {
  /** Its event destinations tell of bounces and complaints; their events bear the message's id as the tag `message_id`. */
  configurationSet?: string;
  service?: AwsService;
}

/** Nobody waits for a mail, so a rate that is used up for a moment is waited for. */
const deadlineMs = 6_000;
const refusals = ['InvalidParameterValue', 'MessageRejected'];
/** An account in the sandbox sends to verified addresses alone: an operator may lift that. */
const sandboxed = /not verified/i;

/**
 * Amazon SES. It knows no dedupe key, so a message whose answer was lost may be sent again by a later call, never by a
 * retry of this one.
 */
export function sesMail({ configurationSet, service = {} }: SesMailOptions): Mail {
  const opened = whenUsed(async () => (await import('./ses-client.ts')).openSes(service));

  return {
    async send(message) {
      const ses = await opened();
      try {
        const calls = { dependency: 'mail', deadlineMs, passed: refusals } as const;
        await callService(calls, (signal) => ses.send(message, configurationSet, signal));
      } catch (error) {
        throw error instanceof Error && refusals.includes(error.name) ? refused(error) : error;
      }
    },
  };
}

/** SES quotes the address in its messages, and whatever is thrown here may be logged: the code alone is kept. */
function refused({ name, message }: Error): Error {
  if (!sandboxed.test(message)) return new MailRefused(name);
  return new DependencyUnavailable('mail', new Error(`${name}: an address is not verified`));
}
