import type { MailTemplate } from '../../domain/mail/mail-template.ts';
import type { UserRow } from '../../domain/user/user.table.ts';
import type { Context } from '../../kernel/context.ts';
import type { ProviderSettings } from '../../ports/identity-providers.ts';

type Reader = Pick<UserRow, 'email' | 'locale'>;

/** Tells the owner that a provider signs them in now. */
export function linkNotice(context: Context, reader: Reader, provider: ProviderSettings): MailTemplate {
  return { template: 'factor_added', ...notice(context, reader, provider.name) };
}

export function unlinkNotice(context: Context, reader: Reader, providerName: string): MailTemplate {
  return { template: 'factor_removed', ...notice(context, reader, providerName) };
}

function notice({ clock, request }: Context, { email, locale }: Reader, label: string) {
  const { ip, userAgent } = request;
  const when = clock.now().toISOString();
  return { to: email, locale, factor: 'identity' as const, label, when, ip, userAgent };
}
