/** What the way to a provider ended with: it stands in the fragment of the page that a browser is led back to. */
import { type ErrorCode, errorTable } from '../../../lambdas/kernel/errors.ts';
import { troubleOf, type Words } from '../refusals.ts';

export type Outcome = { kind: 'linked'; provider: string } | { kind: 'confirmed' } | ({ kind: 'refused' } & Words);

const reasons: Readonly<Record<string, Words>> = {
  cancelled: { title: 'You did not finish signing in there.', advice: 'Try again, or take another way.' },
  link_first: {
    title: 'That provider cannot vouch for your e-mail address.',
    advice:
      'Sign in another way or create an account first. Then link the provider in your account, under Security: from then on it signs you in.',
  },
  taken: {
    title: 'This account there already signs in somebody here.',
    advice: 'Take another account there, or unlink it where it is linked.',
  },
  no_fresh_proof: {
    title: 'The provider did not ask who you are.',
    advice: 'Sign out there and try again, or take another way.',
  },
};

/** The page on which accounts at providers are linked: it tells itself how that ended. */
export const linkingPage = '/account/security';

/** Null where the fragment tells none, or nothing that could be ours. */
export function outcomeOf(fragment: string): Outcome | null {
  const told = new URLSearchParams(fragment.replace(/^#/, ''));
  const linked = told.get('linked');
  if (linked !== null) return /^[a-z][a-z0-9-]{0,19}$/.test(linked) ? { kind: 'linked', provider: linked } : null;
  if (told.has('confirmed')) return { kind: 'confirmed' };
  const code = told.get('error');
  if (code === null || !Object.hasOwn(errorTable, code)) return null;
  const reason = told.get('reason') ?? '';
  const own = code === 'OAUTH_FAILED' && Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  return { kind: 'refused', ...(own ?? wordsOf(code as ErrorCode)) };
}

function wordsOf(code: ErrorCode): Words {
  const { title, advice } = troubleOf({ ok: false, status: 0, code, message: '', details: {}, headers: new Headers() });
  return { title, advice };
}
