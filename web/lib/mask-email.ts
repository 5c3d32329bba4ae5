/**
 * Addresses that their owner knows, and that nobody reads over their shoulder: `a•••@example.org`. Of those that would
 * look alike so much more is shown as tells them apart.
 */
export function maskEmails(emails: readonly string[]): string[] {
  return emails.map((email, index) => {
    const others = emails.filter((_, other) => other !== index);
    const length = [...localPart(email)].length;
    for (let shown = 1; shown < length; shown += 1) {
      const masked = maskAfter(email, shown);
      if (others.every((other) => maskAfter(other, shown) !== masked)) return masked;
    }
    return others.length === 0 ? maskAfter(email, 1) : email;
  });
}

export function maskEmail(email: string): string {
  return maskAfter(email, 1);
}

function maskAfter(email: string, shown: number): string {
  const local = localPart(email);
  return `${[...local].slice(0, shown).join('')}•••${email.slice(local.length)}`;
}

function localPart(email: string): string {
  return email.slice(0, Math.max(email.lastIndexOf('@'), 0));
}
