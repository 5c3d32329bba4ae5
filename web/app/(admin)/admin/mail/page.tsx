import type { Metadata } from 'next';
import { MailDeliveries } from '../../../../features/administration/mail-deliveries.tsx';

export const metadata: Metadata = { title: 'Mail' };

export default function Page() {
  return <MailDeliveries />;
}
