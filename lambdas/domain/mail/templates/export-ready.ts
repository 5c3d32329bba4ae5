import type { Letter, Stationery } from '../letter.ts';
import type { ExportReady } from '../requested-mails.ts';
import { shownTime } from './occurrence.ts';

const pages = { users: '/admin/users', audit: '/admin/audit' } as const;

/**
 * The link says which export it is and opens nothing: the page fetches it for its asker, once signed in. Not in the
 * fragment, which a sign-in on the way would lose.
 */
export function exportReady(mail: ExportReady, { words, brand, page }: Stationery): Letter {
  const own = words.exportReady;
  return {
    subject: own.subject(brand),
    greeting: words.greeting(''),
    opening: own.opening(mail.rows, new Intl.NumberFormat(words.region).format(mail.count)),
    action: {
      lead: own.lead,
      label: own.button,
      url: page(`${pages[mail.rows]}?export=${encodeURIComponent(mail.jobId)}`),
    },
    closing: own.closing(shownTime(mail.until, words)),
  };
}
