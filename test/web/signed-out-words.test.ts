import { overReasons } from '../../lambdas/kernel/http/end-reasons.ts';
import { deletedWords, signedOutWords } from '../../web/features/session/signed-out-words.ts';

describe('a person whose session is over', () => {
  it('is told what happened for every reason that the API gives, and for no other', () => {
    expect(Object.keys(signedOutWords).sort()).toEqual([...overReasons].sort());
    const told = Object.values(signedOutWords).map(({ what }) => what);
    expect(new Set(told).size).toBe(told.length);
  });

  it('is told what to do where somebody else may be behind it', () => {
    const suspicious = ['ended_elsewhere', 'refresh_token_reused', 'password_changed', 'password_reset'] as const;
    for (const reason of [...suspicious, 'factor_changed', 'email_changed'] as const)
      expect(signedOutWords[reason].doubt?.advice).toMatch(/\w/);
  });

  it('is not sent back into an account that nobody can sign in to', () => {
    for (const reason of ['user_disabled', 'user_deleted'] as const)
      expect(signedOutWords[reason].wayOn).toBe('Sign in with another account');
  });

  it('is told until when an account can come back, where they deleted it a moment ago', () => {
    const deleted = deletedWords(new Date(2026, 10, 26, 12).getTime());
    expect(deleted.what).toContain('Until 26 December 2026 an administrator can bring the account back');
    expect(signedOutWords.user_deleted.what).toContain('For 30 days an administrator can bring it back');
    expect(deleted.wayOn).toBe(signedOutWords.user_deleted.wayOn);
  });
});
