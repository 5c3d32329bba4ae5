import { maskEmail } from '../../lambdas/kernel/http/mask-email.ts';

/**
 * Addresses that their owner knows, and that nobody reads over their shoulder. Of those that would look alike so much
 * more is shown as tells them apart.
 */
export function maskEmails(emails: readonly string[]): string[] {
  return emails.map((email, index) => {
    const others = emails.filter((_, other) => other !== index);
    const length = [...email.slice(0, Math.max(email.lastIndexOf('@'), 0))].length;
    for (let shown = 1; shown === 1 || shown < length; shown += 1) {
      const masked = maskEmail(email, shown);
      if (others.every((other) => maskEmail(other, shown) !== masked)) return masked;
    }
    return email;
  });
}
