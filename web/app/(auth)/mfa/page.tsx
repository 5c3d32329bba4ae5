import type { Metadata } from 'next';
import { SecondStep } from '../../../features/mfa/second-step.tsx';

export const metadata: Metadata = { title: 'One more step' };

export default function Page() {
  return <SecondStep />;
}
