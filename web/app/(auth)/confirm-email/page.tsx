import type { Metadata } from 'next';
import { ConfirmEmail } from '../../../features/registration/confirm-email.tsx';

export const metadata: Metadata = { title: 'Confirm your new address' };

export default function Page() {
  return <ConfirmEmail />;
}
