import * as z from 'zod/mini';
import { personName, text } from '../../../lambdas/kernel/http/fields.ts';
import { fieldWords } from '../../../lambdas/kernel/http/words.ts';

function faults(schema: z.ZodMiniType, input: unknown): Record<string, string> {
  const parsed = z.safeParse(schema, input);
  return parsed.success ? {} : fieldWords(parsed.error.issues, input);
}

const shape = z.object({
  name: text(5),
  age: z.optional(z.int().check(z.minimum(3), z.maximum(9))),
  kind: z.optional(z.enum(['a', 'b'])),
  id: z.optional(z.uuid()),
  at: z.optional(z.iso.datetime()),
  tags: z.optional(z.array(z.string()).check(z.minLength(1), z.maxLength(2))),
  inner: z.optional(z.object({ on: z.boolean() })),
});

describe('the words for validation faults', () => {
  it.each([
    [{}, { name: 'Is required.' }],
    [{ name: null }, { name: 'Must be text.' }],
    [{ name: '' }, { name: 'Must not be empty.' }],
    [{ name: 'toolong' }, { name: 'Must have at most 5 characters.' }],
    [{ name: 'a\0' }, { name: 'Contains characters that cannot be read.' }],
    [{ name: 'a', age: '3' }, { age: 'Must be a number.' }],
    [{ name: 'a', age: 3.5 }, { age: 'Must be a whole number.' }],
    [{ name: 'a', age: 2 }, { age: 'Must be at least 3.' }],
    [{ name: 'a', age: 10 }, { age: 'Must be at most 9.' }],
    [{ name: 'a', kind: 'c' }, { kind: 'Must be one of a, b.' }],
    [{ name: 'a', id: 'x' }, { id: 'Must be an id (UUID).' }],
    [{ name: 'a', at: 'x' }, { at: 'Must be a time such as 2030-01-31T12:00:00Z.' }],
    [{ name: 'a', tags: [] }, { tags: 'Must have at least 1 entry.' }],
    [{ name: 'a', tags: ['a', 'b', 'c'] }, { tags: 'Must have at most 2 entries.' }],
    [{ name: 'a', inner: 1 }, { inner: 'Must be an object.' }],
    [{ name: 'a', inner: {} }, { 'inner.on': 'Is required.' }],
    [{ name: 'a', inner: { on: 1 } }, { 'inner.on': 'Must be true or false.' }],
  ])('says of %j what is wrong with it', (input, fields) => {
    expect(faults(shape, input)).toEqual(fields);
  });

  it('names every bad field at once, each with its first fault', () => {
    expect(faults(z.object({ a: text(1), b: text(1) }), { a: 'x\0y' })).toEqual({
      a: 'Must have at most 1 character.',
      b: 'Is required.',
    });
  });

  it.each(['a\u0007b', 'a\u2028b', 'a\u202egnp.exe', '\u2067a'])(
    'refuses %j as a name: what turns or breaks the text around it hides what it is',
    (name) => {
      expect(faults(z.object({ name: personName }), { name })).toEqual({
        name: 'Must not contain control characters.',
      });
    },
  );

  it.each(['\u200b\u200b', '\u3164', '\u2800', '\u00ad \u0301'])('refuses %j as a name: nobody sees it', (name) => {
    expect(faults(z.object({ name: personName }), { name })).toEqual({
      name: 'Must have a character that can be seen.',
    });
  });

  it.each(['مرحبا (بك).', 'שלום\u200f!', 'می\u200cخواهم', '👨\u200d👩\u200d👧', 'O\u2019Neil', '李', 'X Æ A-12'])(
    'takes %j as a name',
    (name) => {
      expect(faults(z.object({ name: personName }), { name })).toEqual({});
    },
  );

  it('names each field that is not known', () => {
    const strict = z.strictObject({ name: z.string(), inner: z.optional(z.strictObject({})) });
    expect(faults(strict, { name: 'a', foo: 1, 'filter[actor]': 2, inner: { bar: 3 } })).toEqual({
      foo: 'Is not known here.',
      'filter[actor]': 'Is not known here.',
      'inner.bar': 'Is not known here.',
    });
  });

  it('puts a fault of the whole input under body', () => {
    expect(faults(z.object({}), 5)).toEqual({ body: 'Must be an object.' });
  });
});
