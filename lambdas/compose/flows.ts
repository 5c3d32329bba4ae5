import { accountFlow } from '../flows/account/handler.ts';
import { administrationFlow } from '../flows/administration/handler.ts';
import { auditLogFlow } from '../flows/audit-log/handler.ts';
import { magicLinkFlow } from '../flows/magic-link/handler.ts';
import { mfaFlow } from '../flows/mfa/handler.ts';
import { passkeyFlow } from '../flows/passkey/handler.ts';
import { passwordLoginFlow } from '../flows/password-login/handler.ts';
import { passwordRecoveryFlow } from '../flows/password-recovery/handler.ts';
import { registrationFlow } from '../flows/registration/handler.ts';
import { rolesFlow } from '../flows/roles/handler.ts';
import { serviceFlow } from '../flows/service/handler.ts';
import { sessionFlow } from '../flows/session/handler.ts';
import { socialLoginFlow } from '../flows/social-login/handler.ts';
import type { Flow } from '../kernel/http/flow.ts';

/** Every flow, for a process that runs all of them. In Lambda each function imports its own. */
export const flows: readonly Flow[] = [
  registrationFlow,
  passwordLoginFlow,
  passwordRecoveryFlow,
  magicLinkFlow,
  sessionFlow,
  mfaFlow,
  accountFlow,
  serviceFlow,
  passkeyFlow,
  socialLoginFlow,
  auditLogFlow,
  administrationFlow,
  rolesFlow,
];
