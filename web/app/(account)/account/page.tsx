import type { Metadata } from 'next';
import { Profile } from '../../../features/account/profile.tsx';

export const metadata: Metadata = { title: 'Profile' };

export default function Page() {
  return <Profile />;
}
