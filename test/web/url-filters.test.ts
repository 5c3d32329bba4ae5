import { queryWith } from '../../web/lib/url-filters.ts';

describe('the query of an address', () => {
  it('takes what is chosen, and lets go of what is empty', () => {
    expect(queryWith('', { status: 'disabled' })).toBe('?status=disabled');
    expect(queryWith('?status=disabled', { status: '' })).toBe('');
    expect(queryWith('?status=disabled&id=1', { id: null })).toBe('?status=disabled');
  });

  it('keeps what the change does not speak of, and escapes what was typed', () => {
    expect(queryWith('?sort=email&other=1', { search: 'a&b=c d', status: undefined })).toBe(
      '?sort=email&other=1&search=a%26b%3Dc+d',
    );
  });
});
