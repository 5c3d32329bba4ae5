import type { Metadata } from 'next';
import { SignInByMail } from '../../../features/magic-link/sign-in-by-mail.tsx';
import { SignInByPasskey } from '../../../features/passkey/sign-in-by-passkey.tsx';
import { SignIn } from '../../../features/password-login/sign-in.tsx';
import { RefusedByProvider } from '../../../features/social-login/outcome-notice.tsx';
import { ProviderButtons } from '../../../features/social-login/provider-buttons.tsx';

export const metadata: Metadata = { title: 'Sign in' };

const others = [<SignInByPasskey key="passkey" />, <ProviderButtons key="providers" />, <SignInByMail key="mail" />];

export default function Page() {
  return <SignIn others={others} notices={<RefusedByProvider />} />;
}
