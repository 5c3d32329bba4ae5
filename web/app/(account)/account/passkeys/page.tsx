import type { Metadata } from 'next';
import { Passkeys } from '../../../../features/passkey/passkeys.tsx';

export const metadata: Metadata = { title: 'Passkeys' };

export default function Page() {
  return <Passkeys />;
}
