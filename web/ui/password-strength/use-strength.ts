'use client';
import { useEffect, useRef, useState } from 'react';
import { longestEstimated, type Strength, type StrengthQuestion } from './strength.ts';

/** Long enough that a person who types is not spoken to at every key. */
const pauseMs = 350;

/**
 * The strength of the latest password once the person pauses; null until then, for none, and where the estimator could
 * not be loaded: nothing depends on it. It is loaded with the first character.
 */
export function useStrength(password: string, about: readonly string[]): Strength | null {
  const [strength, setStrength] = useState<Strength | null>(null);
  const asked = useRef<Asking | null>(null);
  const aboutText = JSON.stringify(about);
  useEffect(() => {
    if (password === '') return setStrength(null);
    const timer = setTimeout(() => {
      asked.current ??= startAsking(setStrength);
      asked.current.ask({ password: password.slice(0, longestEstimated), about: JSON.parse(aboutText) });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [password, aboutText]);
  useEffect(
    () => () => {
      asked.current?.end();
      asked.current = null;
    },
    [],
  );
  return password === '' ? null : strength;
}

interface Asking {
  ask(question: StrengthQuestion): void;
  end(): void;
}

/** One question at a time; of those that came meanwhile only the latest is asked. */
function startAsking(tell: (strength: Strength | null) => void): Asking {
  const worker = new Worker(new URL('./strength.worker.ts', import.meta.url), { type: 'module' });
  let busy = false;
  let next: StrengthQuestion | null = null;
  const ask = (question: StrengthQuestion) => {
    if (busy) {
      next = question;
      return;
    }
    busy = true;
    worker.postMessage(question);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Strength>) => {
    busy = false;
    if (next === null) return tell(data);
    const question = next;
    next = null;
    ask(question);
  });
  worker.addEventListener('error', () => tell(null));
  return { ask, end: () => worker.terminate() };
}
