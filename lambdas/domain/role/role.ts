/** The system roles of migration 0001: made once, fixed for good. */
export const systemRoles = {
  admin: '01900000-0000-7000-8000-000000000001',
  support: '01900000-0000-7000-8000-000000000002',
  user: '01900000-0000-7000-8000-000000000003',
} as const;
