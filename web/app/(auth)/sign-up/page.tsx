import type { Metadata } from 'next';
import { SignUp } from '../../../features/registration/sign-up.tsx';
import { ProviderButtons } from '../../../features/social-login/provider-buttons.tsx';

export const metadata: Metadata = { title: 'Create an account' };

export default function Page() {
  return <SignUp others={<ProviderButtons />} />;
}
