import { codeRequests, nextMailAt } from '../../web/lib/mail-pace.ts';
import type { Registration } from '../../web/lib/registrations.ts';

const now = 1_000_000_000_000;
const minute = 60_000;
/** Asked so many minutes ago. */
const asked = (...ago: number[]): Registration[] =>
  ago.map((minutes) => ({
    email: 'ada@example.org',
    requestToken: `asked-${minutes}-minutes-ago`,
    asked: 'register',
    at: now - minutes * minute,
  }));
const wait = (...ago: number[]) => Math.max(0, nextMailAt(asked(...ago), now) - now) / minute;

describe('the next mail to an address', () => {
  it('can go out at once where none was asked for, or none in the last minute', () => {
    expect(wait()).toBe(0);
    expect(wait(1)).toBe(0);
  });

  it('waits for the rest of a minute', () => {
    expect(wait(0.25)).toBe(0.75);
    expect(wait(0.25, 10)).toBe(0.75);
  });

  it('waits for the hour of the fifth before it, since an address gets five in an hour', () => {
    expect(wait(2, 4, 6, 20)).toBe(0);
    expect(wait(2, 4, 6, 20, 45)).toBe(15);
    expect(wait(2, 4, 6, 20, 59.5)).toBe(0.5);
    expect(wait(2, 4, 6, 20, 61)).toBe(0);
  });

  it('is never held back for longer than the rule, also by a clock that was set back', () => {
    expect(wait(-500)).toBe(1);
    expect(wait(-500, -501, -502, -503, -504)).toBe(60);
  });
});

describe('the requests whose mail may bear a typed code', () => {
  const minutesOf = (list: readonly Registration[]) => list.map(({ at }) => (now - at) / minute);

  it('are those of the last minutes, the newest first: an earlier mail may be the one that came', () => {
    expect(minutesOf(codeRequests(asked(0.5, 3, 9.9), now))).toEqual([0.5, 3, 9.9]);
  });

  it('leave out those whose code is dead, since each pair costs a call', () => {
    expect(minutesOf(codeRequests(asked(0.5, 12, 600), now))).toEqual([0.5]);
  });

  it('are five at most', () => {
    expect(codeRequests(asked(1, 2, 3, 4, 5, 6, 7), now)).toHaveLength(5);
  });

  it('are the newest alone where all are too old: its refusal says what to do', () => {
    expect(minutesOf(codeRequests(asked(30, 60), now))).toEqual([30]);
  });

  it('count a clock that was set back a little as young', () => {
    expect(codeRequests(asked(-2, 1), now)).toHaveLength(2);
  });
});
