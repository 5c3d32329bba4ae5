import { randomUUID } from 'node:crypto';
import type { Route } from 'playwright-core';
import type { Visit } from './state.ts';

const admin = { email: 'admin@example.com', password: 'gatehouse-local-only-42' };

/** The administrator of every platform is signed in. */
export async function administrator({ person }: Pick<Visit, 'person'>): Promise<void> {
  await person.signIn(admin);
}

const metadata = () => ({ timestamp: '2030-01-31T12:00:00.000Z', request_id: randomUUID(), version: '0.1.0' });

function answer(route: Route, body: Readonly<Record<string, unknown>>): Promise<void> {
  return route.fulfill({
    status: 200,
    contentType: 'application/json; charset=utf-8',
    headers: { 'cache-control': 'no-store' },
    body: JSON.stringify({ success: true, message: '', metadata: metadata(), ...body }),
  });
}

/** Answers a call with a page of a list, in the platform's stead. */
export function listOf(route: Route, data: readonly unknown[], next: string | null = null): Promise<void> {
  return answer(route, { data, pagination: { per_page: 50, next_cursor: next } });
}
