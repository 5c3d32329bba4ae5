import type { Metadata } from 'next';
import { MailSignIn } from '../../../features/magic-link/mail-sign-in.tsx';

export const metadata: Metadata = { title: 'Sign in by mail' };

export default function Page() {
  return <MailSignIn />;
}
