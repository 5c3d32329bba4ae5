'use client';
import { useEffect, useState } from 'react';
import type { ListedProvider } from '../../../lambdas/flows/social-login/contract.ts';
import { createSlot } from '../storage-slot.ts';

export type Provider = ListedProvider;

const slot = createSlot(() => localStorage, 'gatehouse.providers');

/**
 * The providers that sign people in here; none until they are known. What was told last time is shown at once, so that
 * nothing moves on a page that somebody has been to.
 */
export function useProviders(): readonly Provider[] {
  const [providers, setProviders] = useState<readonly Provider[]>([]);
  useEffect(() => {
    setProviders(kept());
    let gone = false;
    void ask().then((told) => {
      if (told === null || gone) return;
      slot.write(JSON.stringify(told));
      setProviders(told);
    });
    return () => {
      gone = true;
    };
  }, []);
  return providers;
}

/** Null where there was no answer: a person can sign in without. */
async function ask(): Promise<readonly Provider[] | null> {
  try {
    // The contract is no part of a page's first load.
    const { client } = await import('./client.ts');
    const answer = await client.providers();
    return answer.ok ? answer.data : null;
  } catch {
    return null;
  }
}

function kept(): readonly Provider[] {
  try {
    const value: unknown = JSON.parse(slot.read() ?? '[]');
    return Array.isArray(value) ? value.filter(isProvider) : [];
  } catch {
    return [];
  }
}

function isProvider(value: unknown): value is Provider {
  const { id, name } = (value ?? {}) as Partial<Provider>;
  return typeof id === 'string' && /^[a-z][a-z0-9-]*$/.test(id) && typeof name === 'string';
}

/** The address at which signing in by it begins. */
export function startAddress({ id }: Provider, returnTo: string | null): string {
  const search = returnTo === null ? '' : `?${new URLSearchParams({ return_to: returnTo })}`;
  return `/api/v1/auth/oauth/${id}/start${search}`;
}
