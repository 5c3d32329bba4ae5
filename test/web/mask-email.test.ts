import { maskEmail, maskEmails } from '../../web/lib/mask-email.ts';

describe('a masked address', () => {
  it.each([
    ['ada@example.org', 'a•••@example.org'],
    ['a@example.org', 'a•••@example.org'],
    ['Ada.L+x@Bücher.example', 'A•••@Bücher.example'],
    ['😀x@example.org', '😀•••@example.org'],
  ])('%s shows its first character and its domain', (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });

  it('shows so much more as tells it from the others', () => {
    expect(maskEmails(['ada@example.org', 'alan@example.org', 'bob@example.org', 'ada@example.com'])).toEqual([
      'ad•••@example.org',
      'al•••@example.org',
      'b•••@example.org',
      'a•••@example.com',
    ]);
  });

  it('is whole where only all of it tells it apart', () => {
    expect(maskEmails(['ad@example.org', 'ada@example.org'])).toEqual(['ad@example.org', 'ada@example.org']);
  });

  it('is masked where it stands alone, however short it is', () => {
    expect(maskEmails(['a@example.org'])).toEqual(['a•••@example.org']);
    expect(maskEmails([])).toEqual([]);
  });
});
