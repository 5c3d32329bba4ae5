import type { Checked } from '../../lambdas/workers/audit-check/check.ts';

/** One line for each finding, then what is to be known, then the sum of it. */
export function auditReport({ findings, notes, archived, sealedSince }: Checked): string {
  const lines = [
    ...findings.map(({ kind, text }) => `${kind}: ${text}`),
    ...notes,
    `${archived} rows stand in the archive, ${sealedSince} more are sealed.`,
    findings.length === 0
      ? 'All of them are as they were written.'
      : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}: see docs/operations/audit.md.`,
  ];
  return `${lines.join('\n')}\n`;
}
