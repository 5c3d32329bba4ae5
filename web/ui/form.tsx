'use client';
import { Form as BaseForm } from '@base-ui/react/form';
import { type ReactNode, useEffect, useRef } from 'react';
import { type Trouble, waitWords } from '../lib/refusals.ts';
import { Notice } from './notice.tsx';

export interface FormProps {
  /** Told as one object by the fields' names. */
  onSubmit(values: Record<string, string>): void;
  trouble: Trouble | null;
  /** Further help with a refusal: a link or a button. */
  remedy?: ReactNode;
  children: ReactNode;
}

/**
 * A form whose refusals come from the API: those of a field beside it, with the first one focused; any other above the
 * fields, announced and focused. Fields that are not in this form count as the form's.
 */
export function Form({ onSubmit, trouble, remedy, children }: FormProps) {
  const summary = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef(trouble);
  const fields = trouble?.fields ?? none;
  useEffect(() => {
    if (shown.current === trouble) return;
    shown.current = trouble;
    if (trouble && Object.keys(trouble.fields).length === 0) summary.current?.focus();
  }, [trouble]);
  return (
    <BaseForm ref={form} errors={fields} onFormSubmit={onSubmit} className="grid gap-5">
      {trouble && Object.keys(fields).length === 0 && (
        <div ref={summary} tabIndex={-1} className="rounded-control">
          <Notice announce kind="danger" title={trouble.title}>
            <p>
              {trouble.advice}
              {trouble.retryAfterSeconds !== null && ` Try again in ${waitWords(trouble.retryAfterSeconds)}.`}
            </p>
            {remedy}
          </Notice>
        </div>
      )}
      {children}
    </BaseForm>
  );
}

const none = {};
