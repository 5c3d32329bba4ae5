import type { Metadata } from 'next';
import { Overview } from '../../../features/administration/overview/overview.tsx';

export const metadata: Metadata = { title: 'Administration' };

export default function Page() {
  return <Overview />;
}
