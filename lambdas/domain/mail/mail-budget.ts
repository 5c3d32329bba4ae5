import type { Context } from '../../kernel/context.ts';
import { mailBreaker, mailBudget, mailDevice } from '../../kernel/http/limits.ts';
import { newId } from '../../kernel/id.ts';
import { type Exceeded, look, reserve, type Use } from '../../kernel/rate-limit.ts';
import { auditStrangersRefusal } from '../audit/audit.ts';
import { nudge } from '../outbox/outbox.ts';

export interface MailBudget {
  allowed: boolean;
  /** The first refusal of this address's window: that one is audited. */
  isFirstRefusal: boolean;
  /** What is used up, for an asker who may be told: whose own mailbox it is. */
  exceeded: Exceeded | null;
}

/** Whose mail is asked for. */
export interface MailAsk {
  emailKey: string;
  /** Whether one is to go out at all: not where there is no account that it could concern. */
  isMailed: boolean;
  /** The hash of the browser's device cookie where the account knows that device, which then has a lane of its own. */
  knownDevice?: string | null;
}

/**
 * Whether another mail may go to the address: one budget over all kinds of mail, so that nobody is flooded, and one
 * breaker over all addresses. Asks for mails that nobody gets count apart and not on the breaker: else they would use up
 * what the registration of the address needs, and close the breaker for everyone. The caller answers the same, and it
 * costs the same, either way.
 */
export async function reserveMail(context: Context, ask: MailAsk): Promise<MailBudget> {
  const use = useOf(ask);
  const { max } = use.limit;
  const [own] = await reserve(context, [use]);
  const used = own?.count ?? 0;
  const counts = ask.isMailed && used <= max;
  const [all] = await (counts ? reserve : look)(context, [{ limit: mailBreaker, subject: 'all' }]);
  const open = (all?.count ?? 0) + (counts ? 0 : 1) > mailBreaker.max;
  if (open) {
    context.metrics.count('MailBreakerOpen');
    context.log.error('mail breaker open: no mail is sent on request for the rest of the hour');
  }
  const isFirstRefusal = used === max + 1;
  const ownExceeded = own && used > max ? { limit: use.limit, count: own, isFirst: isFirstRefusal } : null;
  const allExceeded = all && open ? { limit: mailBreaker, count: all, isFirst: false } : null;
  return { allowed: !open && used <= max, isFirstRefusal, exceeded: ownExceeded ?? allExceeded };
}

function useOf({ emailKey, isMailed, knownDevice = null }: MailAsk): Use {
  if (!isMailed) return { limit: mailBudget, subject: `nobody ${emailKey}` };
  if (knownDevice === null) return { limit: mailBudget, subject: emailKey };
  return { limit: mailDevice, subject: `${emailKey} ${knownDevice}` };
}

/**
 * Writes down that no mail goes out. The answer does not tell; the account's owner can see the first refusal in their
 * activity. It costs what an ask costs that is let through: whether the budget is spent can depend on whether there is an
 * account.
 */
export async function refuseMail(
  context: Context,
  userId: string | null,
  { isFirstRefusal }: MailBudget,
): Promise<void> {
  await auditStrangersRefusal(context, {
    action: 'mail.asked',
    userId: isFirstRefusal ? userId : null,
    details: { reason: 'rate_limited', limit: mailBudget.name },
  });
  await nudge(context, [{ id: newId(context.clock) }]);
}
