'use client';
import { momentWords } from './moment-words.ts';

/** A moment in a list, with a capital. */
export function Moment({ at }: { at: string }) {
  const words = momentWords(at, Date.now());
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {words.charAt(0).toUpperCase() + words.slice(1)}
    </time>
  );
}
