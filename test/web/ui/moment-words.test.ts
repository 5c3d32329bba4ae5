import { momentWords } from '../../../web/ui/moment-words.ts';

/** A moment of the local day that is so many days before the given one. */
function localMoment(daysAgo: number): string {
  return new Date(2026, 10, 26 - daysAgo, 14, 5).toISOString();
}

const now = new Date(2026, 10, 26, 23, 50).getTime();

describe('a moment in a list', () => {
  it.each([
    [0, 'today, 14:05'],
    [1, 'yesterday, 14:05'],
    [2, '24 Nov 2026, 14:05'],
    [-1, '27 Nov 2026, 14:05'],
  ])('is said as people say it, %i days later', (daysAgo, said) => {
    expect(momentWords(localMoment(daysAgo), now)).toBe(said);
  });
});
