import type { Metadata } from 'next';
import { ShellSection } from '../../../features/gallery/shell-section.tsx';

export const metadata: Metadata = { title: 'Gallery' };

export default function Page() {
  return <ShellSection />;
}
