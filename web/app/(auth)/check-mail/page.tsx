import type { Metadata } from 'next';
import { CheckMail } from '../../../features/registration/check-mail.tsx';

export const metadata: Metadata = { title: 'Check your mail' };

export default function Page() {
  return <CheckMail />;
}
