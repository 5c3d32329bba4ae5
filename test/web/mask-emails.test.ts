import { maskEmails } from '../../web/lib/mask-emails.ts';

describe('masked addresses', () => {
  it('show so much more as tells them apart', () => {
    expect(maskEmails(['ada@example.org', 'alan@example.org', 'bob@example.org', 'ada@elsewhere.org'])).toEqual([
      'ad***@ex***.org',
      'al***@ex***.org',
      'b***@e***.org',
      'ad***@el***.org',
    ]);
  });

  it('are whole where only all of it tells them apart', () => {
    expect(maskEmails(['ad@example.org', 'ada@example.org'])).toEqual(['ad@example.org', 'ada@example.org']);
  });

  it('are masked where they stand alone, however short they are', () => {
    expect(maskEmails(['a@example.org'])).toEqual(['a***@e***.org']);
    expect(maskEmails([])).toEqual([]);
  });
});
