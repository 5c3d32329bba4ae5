import type { Metadata } from 'next';
import { OwnData } from '../../../../features/account/own-data.tsx';

export const metadata: Metadata = { title: 'Your data' };

export default function Page() {
  return <OwnData />;
}
