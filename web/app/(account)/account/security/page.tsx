import type { Metadata } from 'next';
import { Security } from '../../../../features/account/security.tsx';
import { TwoStep } from '../../../../features/mfa/two-step.tsx';
import { ChangePassword } from '../../../../features/password-recovery/change-password.tsx';
import { LinkedAccounts } from '../../../../features/social-login/linked-accounts.tsx';

export const metadata: Metadata = { title: 'Security' };

export default function Page() {
  return (
    <Security>
      <ChangePassword />
      <TwoStep />
      <LinkedAccounts />
    </Security>
  );
}
