import { bearer, refusal, subject } from './subject.ts';

const writer = { principal: { permissions: new Set(['things:write']) } };
const replace = (ifMatch?: string) => ({
  method: 'PUT',
  path: '/thing',
  headers: { ...bearer, ...(ifMatch !== undefined && { 'if-match': ifMatch }) },
  body: {},
});

describe('a change of what others change too', () => {
  it.each([
    ['no If-Match', undefined],
    ['an empty one', ''],
    ['one of commas', ' , '],
    ['one that holds for whatever is there', '*'],
    ['one that does so among others', '"1", *'],
  ])('is refused with %s', async (_, ifMatch) => {
    const { call, seen } = subject(writer);
    expect(refusal(await call(replace(ifMatch)))).toEqual([428, 'PRECONDITION_REQUIRED']);
    expect(seen).toEqual([]);
  });

  it.each([
    ['one tag', '"7"', [7]],
    ['several tags', '"7", "8","9"', [7, 8, 9]],
    ['a weak tag, which fits no row (RFC 9110 13.1.1)', 'W/"7"', []],
    ['a tag without quotes', '7', []],
    ['what is no version', '"07", "-1", "1e9", "99999999999", "x"', []],
  ])('hands on the versions of %s', async (_, ifMatch, versions) => {
    const { call, seen } = subject(writer);
    await call(replace(ifMatch));
    expect(seen[0]?.input.ifMatch).toEqual(versions);
  });

  it('is refused for want of the permission first', async () => {
    const { call } = subject();
    expect(refusal(await call(replace()))).toEqual([403, 'FORBIDDEN']);
  });

  it('answers the version of what it shows as its entity tag', async () => {
    const { call } = subject({ ...writer, rules: { replace: async () => ({ data: {}, etag: 8 }) } });
    expect((await call(replace('"7"'))).headers.etag).toBe('"8"');
  });
});
