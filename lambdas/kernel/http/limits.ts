/** Limits that several contracts share. */
import type { Limit } from './contract.ts';

const minute = 60;
export const mailBudget: Limit = { name: 'mail', per: 'account', max: 5, windowSeconds: 60 * minute, counts: 'all' };
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
