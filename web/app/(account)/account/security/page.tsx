import type { Metadata } from 'next';
import { Security } from '../../../../features/account/security.tsx';
import { ChangePassword } from '../../../../features/password-recovery/change-password.tsx';

export const metadata: Metadata = { title: 'Security' };

export default function Page() {
  return (
    <Security>
      <ChangePassword />
    </Security>
  );
}
