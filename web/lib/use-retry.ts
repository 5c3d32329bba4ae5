'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSecondsUntil } from './use-seconds-until.ts';

export interface Retry {
  retry(): void;
  pending: boolean;
  /** Until it is tried again without being asked. */
  secondsLeft: number;
}

const firstWait = 5;
const longestWait = 60;

/**
 * Tries again what failed: when it is asked to, when the connection is back, and by itself, after what the platform
 * wishes (`retryAfterSeconds`) and each time later.
 */
export function useRetry(attempt: () => Promise<void>, retryAfterSeconds: number | null): Retry {
  const [pending, setPending] = useState(false);
  const [failures, setFailures] = useState(0);
  const [moment, setMoment] = useState(() => inSeconds(waitOf(0, retryAfterSeconds)));
  const running = useRef(false);
  const wish = useRef(retryAfterSeconds);
  wish.current = retryAfterSeconds;
  const secondsLeft = useSecondsUntil(moment);

  const retry = useCallback(async () => {
    if (running.current) return;
    running.current = true;
    setPending(true);
    await attempt();
    // Still here: it failed again.
    running.current = false;
    setPending(false);
    setFailures((before) => before + 1);
  }, [attempt]);
  useEffect(() => {
    if (failures > 0) setMoment(inSeconds(waitOf(failures, wish.current)));
  }, [failures]);
  useEffect(() => {
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [retry]);
  const isDue = secondsLeft === 0;
  useEffect(() => {
    if (isDue && navigator.onLine) void retry();
  }, [isDue, retry]);
  return { retry: () => void retry(), pending, secondsLeft };
}

function waitOf(failures: number, wished: number | null): number {
  return Math.max(wished ?? 0, Math.min(firstWait * 2 ** failures, longestWait));
}

function inSeconds(seconds: number): number {
  return Date.now() + seconds * 1000;
}
