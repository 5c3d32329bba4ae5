import type { Metadata } from 'next';
import { SignUp } from '../../../features/registration/sign-up.tsx';

export const metadata: Metadata = { title: 'Create an account' };

export default function Page() {
  return <SignUp />;
}
