import { accountActions } from '../../web/features/administration/users/account-actions.ts';
import { ifUnchanged } from '../../web/features/administration/users/account-call.ts';
import type { ManagedUser } from '../../web/features/administration/users/managed-user.ts';
import { statusOf } from '../../web/features/administration/users/standing.ts';
import { errorWords, failureWords, progressWords } from '../../web/lib/administration/job-words.ts';
import { isPhrase } from '../../web/ui/phrase.ts';

const ada: ManagedUser = {
  id: '01900000-0000-7000-8000-000000000001',
  email: 'ada@example.com',
  name: 'Ada',
  locale: null,
  avatar_url: null,
  is_active: true,
  email_verified: true,
  reset_required: false,
  roles: ['user'],
  two_step: false,
  passkeys: 0,
  has_password: true,
  identities: [],
  last_seen_at: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  deleted_at: null,
  version: 7,
};
const offered = (user: ManagedUser) => accountActions.filter(({ fits }) => fits(user)).map(({ key }) => key);

describe('what can be done with an account', () => {
  it('is what makes sense for it as it is', () => {
    expect(offered(ada)).toEqual(['password-reset', 'unlock', 'end-sessions', 'disable', 'delete']);
    expect(offered({ ...ada, two_step: true })).toContain('reset-factors');
    expect(offered({ ...ada, email_verified: false })).toContain('invite-again');
    expect(offered({ ...ada, email_verified: false, is_active: false })).not.toContain('invite-again');
    expect(offered({ ...ada, email_verified: false, reset_required: true })).not.toContain('invite-again');
    expect(offered({ ...ada, is_active: false })).toEqual(['unlock', 'end-sessions', 'enable', 'delete']);
    expect(offered({ ...ada, two_step: true, deleted_at: '2026-02-01T00:00:00.000Z' })).toEqual(['restore']);
  });

  it('is confirmed in words where it cannot be undone', () => {
    expect(accountActions.filter(({ byWords }) => byWords).map(({ key }) => key)).toEqual(['reset-factors', 'delete']);
    expect(isPhrase(' ADA@example.com ', ada.email)).toBe(true);
    expect(isPhrase('ada@example.org', ada.email)).toBe(false);
    expect(isPhrase('', ada.email)).toBe(false);
  });

  it('names the version that the page shows', () => {
    const call = { bearer: 'token', headers: {}, params: { id: ada.id } };
    expect(ifUnchanged(call, ada)).toEqual({ ...call, ifMatch: 7 });
  });
});

describe('bringing an account back', () => {
  const restore = accountActions.find(({ key }) => key === 'restore');
  const deleted = { ...ada, passkeys: 1, deleted_at: '2026-02-01T00:00:00.000Z' };

  it('promises a mail only where one is sent: a disabled account is opened by no link', () => {
    expect(restore?.done(deleted)).toMatch(/mail leads to a new password/);
    expect(restore?.done({ ...deleted, is_active: false })).toMatch(/disabled as before\. Enable it/);
  });

  it('says what it cannot come back beside', () => {
    expect(restore?.words?.EMAIL_TAKEN?.title).toMatch(/has this address/);
    expect(restore?.words?.CONFLICT?.advice).toMatch(/has its passkey or its linked account/);
  });
});

describe('how an account stands', () => {
  it('is said by what keeps its owner out first', () => {
    expect(statusOf(ada)).toBe('active');
    expect(statusOf({ ...ada, email_verified: false })).toBe('unverified');
    expect(statusOf({ ...ada, email_verified: false, reset_required: true })).toBe('reset_required');
    expect(statusOf({ ...ada, email_verified: false, is_active: false })).toBe('disabled');
    expect(statusOf({ ...ada, is_active: false, deleted_at: '2026-02-01T00:00:00.000Z' })).toBe('deleted');
  });
});

describe('a job', () => {
  it('says how far it is, and what became of what was refused', () => {
    expect(progressWords({ done: 1204, total: 12_480 }, 'users')).toBe('1,204 of 12,480 users');
    expect(progressWords({ done: 3, total: null }, 'entries')).toBe('3 entries so far');
    expect(errorWords('LAST_ADMIN')).toBe('is the last administrator');
    expect(errorWords('EMAIL_TAKEN')).toMatch(/belongs to another account/);
    expect(errorWords('RATE_LIMITED')).toMatch(/mails within the hour/);
    expect(errorWords('SOMETHING_NEW')).toBe('could not be changed');
    expect(failureWords({ reason: 'permission_lost' })).toBe(
      'The permission that it takes was lost meanwhile. What was done before stays done.',
    );
  });
});
