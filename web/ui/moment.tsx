'use client';
import { capitalised } from './capitalised.ts';
import { momentWords } from './moment-words.ts';

/** A moment in a list, with a capital. */
export function Moment({ at }: { at: string }) {
  const words = momentWords(at, Date.now());
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {capitalised(words)}
    </time>
  );
}
