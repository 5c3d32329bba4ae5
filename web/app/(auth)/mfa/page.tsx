import type { Metadata } from 'next';
import { SecondStep } from '../../../features/mfa/second-step.tsx';
import { SecondStepByPasskey } from '../../../features/passkey/second-step-by-passkey.tsx';

export const metadata: Metadata = { title: 'One more step' };

export default function Page() {
  return <SecondStep passkey={<SecondStepByPasskey />} />;
}
