import * as z from 'zod/mini';
import type { Route } from '../../kernel/http/contract.ts';
import { actingReason, id, tokens } from '../../kernel/http/fields.ts';
import { administrationLimit, signedInIp } from '../../kernel/http/limits.ts';

export const actAsRoutes = {
  actAs: {
    method: 'POST',
    path: '/api/v1/users/{id}/act-as',
    summary: 'Act as a user for 15 minutes, for a reason that the user can read. Ends by logout.',
    access: { permission: 'users:act_as' },
    recentAuthentication: true,
    answersSecret: true,
    limits: [administrationLimit, signedInIp],
    params: z.object({ id }),
    body: z.object({ reason: actingReason }),
    success: { status: 200, data: tokens },
    errors: ['NOT_FOUND', 'CONFLICT'],
  },
} as const satisfies Record<string, Route>;
