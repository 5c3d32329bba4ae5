import type { Checked } from '../../lambdas/workers/audit-check/check.ts';

/** One line for each finding, then what is to be known, then the sum of it. */
export function auditReport({ findings, found, notes, archived, sealedSince }: Checked): string {
  const lines = [
    ...findings.map(({ kind, text }) => `${kind}: ${text}`),
    ...notes,
    `${archived} ${archived === 1 ? 'row stands' : 'rows stand'} in the archive, ${sealedSince} more ${sealedSince === 1 ? 'is' : 'are'} sealed.`,
    found === 0
      ? 'All of them are as they were written.'
      : `${found} ${found === 1 ? 'finding' : 'findings'}: see docs/operations/audit.md.`,
  ];
  return `${lines.join('\n')}\n`;
}
