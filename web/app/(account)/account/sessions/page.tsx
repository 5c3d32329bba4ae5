import type { Metadata } from 'next';
import { Sessions } from '../../../../features/session/sessions.tsx';

export const metadata: Metadata = { title: 'Sessions' };

export default function Page() {
  return <Sessions />;
}
