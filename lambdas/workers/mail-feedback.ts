/** What the mail service tells of mails that were sent: bounces and complaints, by SNS. */
import type { SNSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { type SuppressionReason, suppressMail } from '../domain/mail/mail-suppressions.ts';
import { type MailOutcome, markMail } from '../domain/outbox/mail-deliveries.ts';
import type { Platform } from '../kernel/context.ts';

/** Our sender tags each message with the id of its outbox row. */
const mail = z.optional(z.object({ tags: z.optional(z.object({ message_id: z.optional(z.array(z.uuid())) })) }));
const recipients = z.array(z.object({ emailAddress: z.string() }));

/** "Contents of event data that Amazon SES publishes to Amazon SNS", SES developer guide. */
const feedback = z.discriminatedUnion('eventType', [
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }),
  }),
  z.object({ eventType: z.literal('Complaint'), mail, complaint: z.object({ complainedRecipients: recipients }) }),
  z.object({ eventType: z.literal('Reject'), mail }),
]);

const outcomes = { Bounce: 'bounced', Complaint: 'complained', Reject: 'refused' } as const;

/** Rejects where a mark could not be written, so that SNS tells it again. */
export type MailFeedback = (event: SNSEvent) => Promise<void>;

/** Marks addresses that bounced for good or complained. No address goes to the log. */
export function createMailFeedback(platform: Platform): MailFeedback {
  return async ({ Records: records }) => {
    for (const { Sns: notification } of records) await take(platform, notification);
  };
}

async function take(platform: Platform, { MessageId: id, Message: message }: SNSEvent['Records'][number]['Sns']) {
  const told = feedback.safeParse(jsonOf(message));
  // Told again it would be no better: it is logged, and the rest goes on.
  if (!told.success) return platform.log.warn('mail feedback not understood', { notification_id: id });
  const event = told.data;
  platform.metrics.count('MailFeedback', { kind: event.eventType });
  await markDelivery(platform, event.mail?.tags?.message_id?.[0], outcomes[event.eventType]);
  // A full mailbox or a server that is down (Transient, Undetermined) says nothing about the next mail.
  if (event.eventType === 'Bounce' && event.bounce.bounceType === 'Permanent')
    await suppressAll(platform, event.bounce.bouncedRecipients, 'bounce');
  if (event.eventType === 'Complaint') await suppressAll(platform, event.complaint.complainedRecipients, 'complaint');
  if (event.eventType === 'Reject') platform.log.error('mail rejected by the mail service', { notification_id: id });
}

/** One of before the tags, or of another sender, is nobody's delivery. */
async function markDelivery(platform: Platform, id: string | undefined, outcome: MailOutcome): Promise<void> {
  if (id !== undefined) await markMail(platform.database, id, outcome);
}

async function suppressAll(platform: Platform, to: z.output<typeof recipients>, reason: SuppressionReason) {
  for (const { emailAddress } of to) await suppressMail(platform, addressOf(emailAddress), reason);
}

/** SES repeats the recipient as the message had it, perhaps with a display name: `Ada <ada@example.org>`. */
function addressOf(recipient: string): string {
  return /<([^<>]*)>\s*$/.exec(recipient)?.[1] ?? recipient;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
