import type { Metadata } from 'next';
import { VerifyEmail } from '../../../features/registration/verify-email.tsx';

export const metadata: Metadata = { title: 'Verify your address' };

export default function Page() {
  return <VerifyEmail />;
}
