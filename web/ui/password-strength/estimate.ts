import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import { reasons } from './reasons.ts';
import { longestEstimated, type Strength, type StrengthQuestion } from './strength.ts';

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  translations: reasons,
  maxLength: longestEstimated,
});

/** What is shorter is never called more than fair, whatever it is made of. */
const shortLength = 12;

/** How hard a password is to guess for somebody who knows whose it is (zxcvbn, Wheeler 2016). Takes up to a second. */
export function estimate({ password, about }: StrengthQuestion): Strength {
  const { score, feedback } = zxcvbn.check(password, about.flatMap(guesses));
  const reason = feedback.warning ?? feedback.suggestions[0] ?? null;
  if ([...password].length < shortLength && score > 2) return { score: 2, reason: 'a few more characters help a lot' };
  return { score, reason };
}

/** A whole name or address, and the words in it. */
function guesses(entry: string): string[] {
  const whole = entry.slice(0, longestEstimated).toLowerCase();
  return [whole, ...whole.split(/[^\p{L}\p{M}\p{N}]+/u)].filter((word) => word.length > 2);
}
