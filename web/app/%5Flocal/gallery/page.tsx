import type { Metadata } from 'next';
import { Gallery } from '../../../ui/gallery/gallery.tsx';

export const metadata: Metadata = { title: 'Gallery' };

export default function Page() {
  return <Gallery />;
}
