/** Limits that several contracts share. */
import type { Limit } from './contract.ts';

const minute = 60;
export const mailBudget: Limit = { name: 'mail', per: 'account', max: 5, windowSeconds: 60 * minute, counts: 'all' };
/** The lane of a known device, which a stranger's asks cannot fill. */
export const mailDevice: Limit = {
  name: 'mail-device',
  per: 'device',
  max: 5,
  windowSeconds: 60 * minute,
  counts: 'all',
};
/** The hourly breaker over all addresses: past it no mail is asked for, and the operator is alarmed. */
export const mailBreaker: Limit = {
  name: 'mail-all',
  per: 'platform',
  max: 10_000,
  windowSeconds: 60 * minute,
  counts: 'all',
};
export const mailAsks: Limit = { name: 'mail-asks', per: 'ip', max: 20, windowSeconds: 60 * minute, counts: 'all' };
export const redemptions: Limit = {
  name: 'redemptions',
  per: 'ip',
  max: 60,
  windowSeconds: 15 * minute,
  counts: 'all',
};
export const signedInIp: Limit = { name: 'signed-in', per: 'ip', max: 1200, windowSeconds: minute, counts: 'all' };
export const reads: Limit = { name: 'reads', per: 'user', max: 600, windowSeconds: minute, counts: 'all' };
export const writes: Limit = { name: 'writes', per: 'user', max: 60, windowSeconds: minute, counts: 'all' };
/** What administrators do with the accounts of others. */
export const administrationLimit: Limit = {
  name: 'administration',
  per: 'user',
  max: 300,
  windowSeconds: minute,
  counts: 'all',
};
/** As many accounts in all as `administration` lets by one by one. */
export const bulkJobs: Limit = { name: 'bulk-jobs', per: 'user', max: 20, windowSeconds: 60 * minute, counts: 'all' };
/** Each reads a whole list. */
export const exportJobs: Limit = {
  name: 'export-jobs',
  per: 'user',
  max: 20,
  windowSeconds: 60 * minute,
  counts: 'all',
};
/**
 * Wrong codes of a second factor, per account, kind of factor and lane (`domain/factor/factor-tries.ts`): the window
 * doubles with every ten in a row, and after a hundred in a row no code is looked at any more.
 */
export const factorCodes: Limit = {
  name: 'factor-codes',
  per: 'account',
  max: 10,
  windowSeconds: 15 * minute,
  counts: 'wrong',
};
export const factorCodesIp: Limit = {
  name: 'factor-codes-ip',
  per: 'ip',
  max: 100,
  windowSeconds: 15 * minute,
  counts: 'wrong',
};

/**
 * Wherever an account's password is asked for. Only wrong tries count: a right one gives its reservation back. `slow` is
 * the back-off behind `account`.
 */
export const passwordTries = {
  account: { name: 'login-account', per: 'account', max: 10, windowSeconds: 15 * minute, counts: 'wrong' },
  slow: { name: 'login-account-day', per: 'account', max: 50, windowSeconds: 24 * 60 * minute, counts: 'wrong' },
  ip: { name: 'login-ip', per: 'ip', max: 100, windowSeconds: 15 * minute, counts: 'wrong' },
  pair: { name: 'login-pair', per: 'pair', max: 5, windowSeconds: 15 * minute, counts: 'wrong' },
  /** The lane of a known device, which a stranger's failures cannot fill. */
  device: { name: 'login-device', per: 'device', max: 10, windowSeconds: 15 * minute, counts: 'wrong' },
} as const satisfies Record<string, Limit>;
