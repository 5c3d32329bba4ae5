import { joined, nextPage } from '../../web/lib/administration/export-pages.ts';

describe('a list that is exported in pages', () => {
  it('goes on where the header Link leads, and ends where it leads nowhere', () => {
    expect(nextPage('</api/v1/users/export?format=csv&cursor=a%2Bb>; rel="next"', 'cursor')).toBe('a+b');
    expect(nextPage('<https://auth.example.com/x?part=2>; rel=next, </y>; rel="first"', 'part')).toBe('2');
    expect(nextPage('</api/v1/users/export?cursor=c>; rel="prev"', 'cursor')).toBeUndefined();
    expect(nextPage(null, 'cursor')).toBeUndefined();
  });

  it('is one file with one line of headings', () => {
    expect(joined(['id,name\r\n1,Ada\r\n', 'id,name\r\n2,Grace\r\n'], 'csv')).toBe('id,name\r\n1,Ada\r\n2,Grace\r\n');
    expect(joined(['id,name\n1,Ada', '2,Grace\n'], 'csv')).toBe('id,name\n1,Ada\n2,Grace\n');
    expect(joined(['{"id":1}\n', '{"id":1}\n'], 'ndjson')).toBe('{"id":1}\n{"id":1}\n');
    expect(joined([], 'csv')).toBe('');
  });
});
