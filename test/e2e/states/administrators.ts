import { randomUUID } from 'node:crypto';
import type { Route } from 'playwright-core';
import { admin } from '../harness/by-api.ts';
import type { Visit } from './state.ts';

/** The administrator of every platform is signed in. */
export async function administrator({ person }: Pick<Visit, 'person'>): Promise<void> {
  await person.enter(admin);
}

/** Ids of rows that tests make up. */
export function numberedId(index: number): string {
  return `01900000-0000-7000-8000-0000000${String(index).padStart(5, '0')}`;
}

const metadata = () => ({ timestamp: '2030-01-31T12:00:00.000Z', request_id: randomUUID(), version: '0.1.0' });

function answer(route: Route, body: Readonly<Record<string, unknown>>, status = 200): Promise<void> {
  return route.fulfill({
    status,
    contentType: 'application/json; charset=utf-8',
    headers: { 'cache-control': 'no-store' },
    body: JSON.stringify({ success: true, message: '', metadata: metadata(), ...body }),
  });
}

/** Answers a call with that, in the platform's stead. */
export function dataOf(route: Route, data: unknown, status = 200): Promise<void> {
  return answer(route, { data }, status);
}

/** The same with a page of a list. */
export function listOf(route: Route, data: readonly unknown[], next: string | null = null): Promise<void> {
  return answer(route, { data, pagination: { per_page: 50, next_cursor: next } });
}
