import type { Context } from '../../kernel/context.ts';
import { mailBreaker, mailBudget } from '../../kernel/http/limits.ts';
import { look, reserve } from '../../kernel/rate-limit.ts';

export interface MailBudget {
  allowed: boolean;
  /** The first refusal of this address's window: that one is audited. */
  isFirstRefusal: boolean;
}

/**
 * Whether another mail may go to the address: one budget over all kinds of mail, so that nobody is flooded, and one
 * breaker over all addresses. The breaker counts mails, not asks: else asking for mails that nobody gets would close
 * it for everyone. `isMailed` says whether one is to go out at all; the caller answers the same, and it costs the same,
 * either way.
 */
export async function reserveMail(context: Context, emailKey: string, isMailed: boolean): Promise<MailBudget> {
  const [own] = await reserve(context, [{ limit: mailBudget, subject: emailKey }]);
  const used = own?.count ?? 0;
  const counts = isMailed && used <= mailBudget.max;
  const [all] = await (counts ? reserve : look)(context, [{ limit: mailBreaker, subject: 'all' }]);
  const open = (all?.count ?? 0) + (counts ? 0 : 1) > mailBreaker.max;
  if (open) {
    context.metrics.count('MailBreakerOpen');
    context.log.error('mail breaker open: no mail is sent on request for the rest of the hour');
  }
  return { allowed: !open && used <= mailBudget.max, isFirstRefusal: used === mailBudget.max + 1 };
}
