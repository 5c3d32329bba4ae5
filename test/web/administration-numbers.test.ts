import { type StatisticsDay, sumOf, totalsBy } from '../../web/features/administration/overview/statistics-data.ts';
import { durationWords, lifetimeWords } from '../../web/features/administration/settings-words.ts';
import { percent } from '../../web/ui/share.ts';

const day = (sign_ins: Record<string, number>): StatisticsDay => ({
  day: '2026-01-31',
  users: null,
  active_users: null,
  registrations: 0,
  sign_ins,
  failures: {},
  mails: {},
});

describe('the numbers of the overview', () => {
  it('are added up over days, what happens most first', () => {
    expect(sumOf({ password: 3, passkey: 4 })).toBe(7);
    expect(sumOf({})).toBe(0);
    const days = [day({ password: 1, passkey: 4 }), day({ password: 9 }), day({})];
    expect(totalsBy(days, (of) => of.sign_ins)).toEqual([
      ['password', 10],
      ['passkey', 4],
    ]);
  });

  it('are shares of a whole, and never nothing of something', () => {
    expect([percent(41, 100), percent(1, 1000), percent(0, 10), percent(0, 0)]).toEqual(['41 %', '<1 %', '0 %', '0 %']);
  });
});

describe('the settings', () => {
  it('say how long things live as people do', () => {
    expect([
      durationWords(900),
      durationWords(86_400),
      durationWords(129_660),
      durationWords(1),
      durationWords(0),
    ]).toEqual(['15 minutes', '1 day', '1 day 12 hours 1 minute', '1 second', '0 seconds']);
    expect(lifetimeWords('session_idle')).toBe('Session that is not used');
    expect(lifetimeWords('something_new')).toBe('Something new');
  });
});
