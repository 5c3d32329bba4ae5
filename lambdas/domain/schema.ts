/** Every table, for drizzle-kit. */
export * from './audit/audit.table.ts';
export * from './credential/credential.table.ts';
export * from './device/device.table.ts';
export * from './factor/factor.table.ts';
export * from './factor/factor-tries.table.ts';
export * from './factor/recovery-code.table.ts';
export * from './identity/identity.table.ts';
export * from './mail/mail-suppression.table.ts';
export * from './one-time-token/one-time-token.table.ts';
export * from './outbox/outbox.table.ts';
export * from './passkey/passkey.table.ts';
export * from './platform/platform.table.ts';
export * from './role/role.table.ts';
export * from './session/session.table.ts';
export * from './user/user.table.ts';
