/** What is told about a new password. The server decides; this advises. */
export interface Strength {
  /** From 0, guessed at once, to 4. */
  score: 0 | 1 | 2 | 3 | 4;
  /** What makes it easy to guess, as the rest of a sentence; null where nothing was found. */
  reason: string | null;
}

/** What the page asks of the worker, and how it is answered. */
export interface StrengthQuestion {
  password: string;
  /** What an attacker tries first: the person's address and name, the site's name. */
  about: readonly string[];
}

/** The server takes no more by default, and the time that an estimate takes grows with the square of the length. */
export const longestEstimated = 128;
