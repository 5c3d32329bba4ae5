import type { Metadata } from 'next';
import { SignedOut } from '../../../features/session/signed-out.tsx';

export const metadata: Metadata = { title: 'Signed out' };

export default function Page() {
  return <SignedOut />;
}
