import type { Context } from '../../kernel/context.ts';
import { mailBreaker, mailBudget } from '../../kernel/http/fields.ts';
import { reserve } from '../../kernel/rate-limit.ts';

export interface MailBudget {
  allowed: boolean;
  /** The first refusal of this address's window: that one is audited. */
  isFirstRefusal: boolean;
}

/**
 * Whether another mail may go to the address: one budget over all kinds of mail, so that nobody is flooded, and one
 * breaker over all addresses. The caller answers the same either way.
 */
export async function reserveMail(context: Context, emailKey: string): Promise<MailBudget> {
  const [own, all] = await reserve(context, [
    { limit: mailBudget, subject: emailKey },
    { limit: mailBreaker, subject: 'all' },
  ]);
  const used = own?.count ?? 0;
  const open = (all?.count ?? 0) > mailBreaker.max;
  if (open) {
    context.metrics.count('MailBreakerOpen');
    context.log.error('mail breaker open: no mail is sent on request for the rest of the hour');
  }
  return { allowed: !open && used <= mailBudget.max, isFirstRefusal: used === mailBudget.max + 1 };
}
