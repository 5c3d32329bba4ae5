import type { Metadata } from 'next';
import { SignInByPasskey } from '../../../features/passkey/sign-in-by-passkey.tsx';
import { SignIn } from '../../../features/password-login/sign-in.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default function Page() {
  return <SignIn others={<SignInByPasskey />} />;
}
