import type { Metadata } from 'next';
import { RevertEmail } from '../../../features/registration/revert-email.tsx';

export const metadata: Metadata = { title: 'Take the change back' };

export default function Page() {
  return <RevertEmail />;
}
