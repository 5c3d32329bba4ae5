import * as fc from 'fast-check';
import { mailCodeAlphabet, normaliseMailCode } from '../../../lambdas/kernel/http/mail-code.ts';
import { codeText } from '../../../web/ui/code-text.ts';

const typed = (text: string) => codeText({ text, caret: text.length });

describe('a code as it is typed', () => {
  it('shows what a mail shows, from whatever was pasted', () => {
    for (const pasted of [
      'ABCD-23EF',
      'abcd23ef',
      ' abcd - 23ef\n',
      'AB CD 23 EF',
      'abcd–23ef',
      'A.B.C.D.2.3.E.F',
      'abcd23ef99',
    ])
      expect(typed(pasted).text).toBe('ABCD-23EF');
  });

  it('puts the hyphen in once a second group begins, and not before', () => {
    expect(['', 'a', 'abcd', 'abcd-', 'abcd2'].map((text) => typed(text).text)).toEqual([
      '',
      'A',
      'ABCD',
      'ABCD',
      'ABCD-2',
    ]);
  });

  it('keeps the caret behind the character that it stood behind', () => {
    expect(codeText({ text: 'AXBCD-23E', caret: 2 })).toEqual({ text: 'AXBC-D23E', caret: 2 });
    expect(codeText({ text: 'ABCD2-3E', caret: 5 })).toEqual({ text: 'ABCD-23E', caret: 6 });
    expect(codeText({ text: ' ab', caret: 1 })).toEqual({ text: 'AB', caret: 0 });
  });

  it('turns no letter of another script into one of a code', () => {
    expect(typed('ıſßÅ').text).toBe('');
  });

  it('leaves every code that the platform makes as it is, and any text in a form that stays the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...mailCodeAlphabet), minLength: 8, maxLength: 8 }), (code) =>
        expect(normaliseMailCode(typed(code).text)).toBe(code),
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, caret) => {
        const once = codeText({ text, caret });
        expect(codeText(once)).toEqual(once);
        expect(once.caret).toBeLessThanOrEqual(once.text.length);
      }),
    );
  });
});
