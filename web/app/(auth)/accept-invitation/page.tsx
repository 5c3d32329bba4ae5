import type { Metadata } from 'next';
import { AcceptInvitation } from '../../../features/registration/accept-invitation.tsx';

export const metadata: Metadata = { title: 'Accept your invitation' };

export default function Page() {
  return <AcceptInvitation />;
}
