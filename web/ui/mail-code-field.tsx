'use client';
import { Field as BaseField } from '@base-ui/react/field';
import { useLayoutEffect, useRef, useState } from 'react';
import { mailCodeLength, normaliseMailCode } from '../../lambdas/kernel/http/mail-code.ts';
import { type CodeText, codeText } from './code-text.ts';
import { control, Field, type FieldProps } from './field.tsx';

/**
 * The short code of a mail: one input, so that a whole code is pasted, filled in and read out as one. What cannot be a
 * code is not sent: it would cost one of five tries.
 */
export function MailCodeField({ name, label, hint, aside }: Omit<FieldProps, 'children' | 'validate'>) {
  const input = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState<CodeText>({ text: '', caret: 0 });
  // React puts the caret behind a text that it has changed.
  useLayoutEffect(() => {
    if (document.activeElement === input.current) input.current?.setSelectionRange(code.caret, code.caret);
  }, [code]);
  return (
    <Field name={name} label={label} hint={hint} aside={aside} validate={codeFault}>
      <BaseField.Control
        ref={input}
        value={code.text}
        onValueChange={(text) => setCode(codeText({ text, caret: input.current?.selectionStart ?? text.length }))}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="done"
        required
        className={`${control} font-mono text-xl tracking-[0.2em] uppercase`}
      />
    </Field>
  );
}

function codeFault(typed: unknown): string | null {
  const text = String(typed);
  if (normaliseMailCode(text) !== null) return null;
  return text.replace('-', '').length < mailCodeLength
    ? `A code has ${mailCodeLength} characters. Type all of them.`
    : 'A code has no 0, O, 1, I or L. Compare it with the mail once more.';
}
