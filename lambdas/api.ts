/** THE TABLE: every contract. zod and contracts only, so that the web app and the CDK app can read it too. */
import { account } from './flows/account/contract.ts';
import { administration } from './flows/administration/contract.ts';
import { auditLog } from './flows/audit-log/contract.ts';
import { magicLink } from './flows/magic-link/contract.ts';
import { mfa } from './flows/mfa/contract.ts';
import { passkey } from './flows/passkey/contract.ts';
import { passwordLogin } from './flows/password-login/contract.ts';
import { passwordRecovery } from './flows/password-recovery/contract.ts';
import { registration } from './flows/registration/contract.ts';
import { roles } from './flows/roles/contract.ts';
import { service } from './flows/service/contract.ts';
import { session } from './flows/session/contract.ts';
import { socialLogin } from './flows/social-login/contract.ts';

export const api = {
  registration,
  passwordLogin,
  passwordRecovery,
  magicLink,
  session,
  mfa,
  account,
  service,
  passkey,
  socialLogin,
  auditLog,
  administration,
  roles,
} as const;
export type Api = typeof api;
