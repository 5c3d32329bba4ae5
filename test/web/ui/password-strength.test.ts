import { estimate } from '../../../web/ui/password-strength/estimate.ts';

const about = ['ada@example.com', 'Ada Lovelace', 'Gatehouse'];

describe('the strength of a new password', () => {
  it('says why a common password is weak', () => {
    expect(estimate({ password: 'password', about })).toEqual({
      score: 0,
      reason: 'this is one of the most used passwords',
    });
  });

  it('takes words of the person and of the site for what is guessed first', () => {
    for (const password of ['lovelace', 'ada@example.com', 'GATEHOUSE', 'Ada Lovelace']) {
      const { score, reason } = estimate({ password, about });
      expect(reason).toBe('your name, your address and ours are guessed first');
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  it('finds nothing to say against words that do not belong together', () => {
    expect(estimate({ password: 'pelican rhubarb tarmac', about })).toEqual({ score: 4, reason: null });
  });

  it('calls nothing short better than fair', () => {
    const { score, reason } = estimate({ password: 'kQ9!xW2$vZ7', about });
    expect(score).toBeLessThanOrEqual(2);
    expect(reason).toBe('a few more characters help a lot');
  });

  it('looks at the first 128 characters and no further, and takes text of any kind', () => {
    const long = 'abc'.repeat(500);
    expect(estimate({ password: long, about: [long] })).toEqual(
      estimate({ password: long.slice(0, 128), about: [long] }),
    );
    for (const password of ['', '\0', '\ud800', '漢字😀'.repeat(60), '(((((((((((('])
      expect(estimate({ password, about: ['', '\ud800', '((', '__proto__', 'constructor'] }).score).toBeLessThanOrEqual(
        4,
      );
  });
});
