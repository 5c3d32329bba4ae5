import type { Metadata } from 'next';
import { ResetPassword } from '../../../features/password-recovery/reset-password.tsx';

export const metadata: Metadata = { title: 'Set a new password' };

export default function Page() {
  return <ResetPassword />;
}
