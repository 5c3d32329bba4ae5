/** What became of a mail. */
export const outcomeWords: Readonly<
  Record<string, { label: string; kind: 'neutral' | 'success' | 'warning' | 'danger' }>
> = {
  waiting: { label: 'Waiting', kind: 'neutral' },
  sent: { label: 'Sent', kind: 'success' },
  suppressed: { label: 'Held back', kind: 'warning' },
  refused: { label: 'Refused', kind: 'danger' },
  bounced: { label: 'Came back', kind: 'danger' },
  complained: { label: 'Called spam', kind: 'danger' },
};

export function outcomeOf(outcome: string) {
  return outcomeWords[outcome] ?? ({ label: outcome, kind: 'neutral' } as const);
}
