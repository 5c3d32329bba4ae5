import type { Metadata } from 'next';
import { ForgotPassword } from '../../../features/password-recovery/forgot-password.tsx';

export const metadata: Metadata = { title: 'Forgot your password?' };

export default function Page() {
  return <ForgotPassword />;
}
