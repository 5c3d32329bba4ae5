/** When a mail was asked for, in milliseconds since the epoch. */
interface AskedAt {
  at: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Mails that an address gets in an hour, over all kinds (the API's `mail` limit). */
const mostInAnHour = 5;

/**
 * From when on another mail can go out to an address, in milliseconds since the epoch, as far as this browser asked for
 * them: one a minute, five an hour. What is asked for before is answered all the same, and not sent. `asked` has the
 * newest first.
 */
export function nextMailAt(asked: readonly AskedAt[], now: number): number {
  const newest = asked[0];
  const fifth = asked[mostInAnHour - 1];
  // A clock that was set back must not make anybody wait for longer than the rule itself.
  const afterNewest = newest ? Math.min(newest.at, now) + minuteMs : 0;
  const afterFifth = fifth ? Math.min(fifth.at, now) + hourMs : 0;
  return Math.max(afterNewest, afterFifth);
}

/** How long a mailed code lives, with some room for slow clocks. */
const codeMs = 11 * minuteMs;
/** Each wrong pair costs a try of that mail's code, and a call. */
const mostPairs = 5;

/**
 * The requests whose mail may bear the code that a person types, the newest first. Mails can be late or left out (one a
 * minute), so that an earlier request's code may be the one that came. Where all are too old the newest is asked, for
 * its refusal.
 */
export function codeRequests<Asked extends AskedAt>(asked: readonly Asked[], now: number): readonly Asked[] {
  const young = asked.filter(({ at }) => Math.abs(now - at) < codeMs).slice(0, mostPairs);
  return young.length > 0 ? young : asked.slice(0, 1);
}
