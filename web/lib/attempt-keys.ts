/** Under which key a change is sent, so that the platform makes it once however often it arrives. */
export interface AttemptKeys {
  /**
   * Sends a change under a key of its own. Where the one before got no answer, the same change goes under the same key:
   * whether it was made is not known.
   */
  send<A>(body: unknown, call: (key: string) => Promise<A>): Promise<A>;
}

/** @param newKey makes a key that nobody made before. */
export function createAttemptKeys(newKey: () => string): AttemptKeys {
  let unanswered: { key: string; body: string } | null = null;
  return {
    async send(body, call) {
      const text = JSON.stringify(body) ?? '';
      const attempt = unanswered?.body === text ? unanswered : { key: newKey(), body: text };
      unanswered = attempt;
      const answer = await call(attempt.key);
      unanswered = null;
      return answer;
    },
  };
}
