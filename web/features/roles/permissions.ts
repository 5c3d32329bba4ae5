'use client';
import type { Answer } from '../../../lambdas/kernel/http/client.ts';
import { type Read, useRead } from '../../lib/use-read.ts';
import { client, type routes } from './client.ts';

export type Permission = Extract<Answer<typeof routes.listPermissions>, { ok: true }>['data'][number];

/** Every permission that there is. */
export function usePermissions(): Read<readonly Permission[]> {
  return useRead(['permissions'], (bearer) => client.listPermissions({ bearer }));
}
