'use client';
import { Form as BaseForm } from '@base-ui/react/form';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Trouble } from '../lib/refusals.ts';
import { RefusalSummary } from './refusal-summary.tsx';

export interface FormProps {
  /** Told as one object by the fields' names. The form is busy until a promise is settled. */
  onSubmit(values: Record<string, string>): void | Promise<void>;
  trouble: Trouble | null;
  /** Further help with a refusal: a link or a button. */
  remedy?: ReactNode;
  children: ReactNode;
}

/**
 * A form whose refusals come from the API: those of a field beside it, with the first one focused; any other above the
 * fields, announced and focused, those of fields that are not in this form among them. What was typed stays.
 */
export function Form({ onSubmit, trouble, remedy, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const [cleared, setCleared] = useState<Trouble | null>(null);
  const [busy, send] = useBusy(onSubmit);
  const elsewhere = useFieldsElsewhere(form, trouble);
  const inPlace = trouble !== null && cleared !== trouble ? trouble.fields : none;
  const isSummed = trouble !== null && (elsewhere.length > 0 || Object.keys(trouble.fields).length === 0);

  const shown = useRef(trouble);
  useEffect(() => {
    if (!isSummed || shown.current === trouble) return;
    shown.current = trouble;
    // After the effect of Base UI's form, which focuses the first bad field.
    summary.current?.focus();
  }, [trouble, isSummed]);

  return (
    <BaseForm
      ref={form}
      // Enter before the scripts have come sends nothing: by any other method a password would stand in the address, or
      // be posted to a page (HTML 4.10.22.3, a form of this method outside of a dialog).
      method="dialog"
      errors={inPlace}
      // Base UI takes a refusal of the API for a fault of the field until its value changes, and would send nothing.
      onSubmitCapture={() => flushSync(() => setCleared(trouble))}
      onFormSubmit={send}
      aria-busy={busy || undefined}
      className="grid grid-cols-1 gap-5"
    >
      {trouble && isSummed && (
        <div ref={summary} tabIndex={-1} className="rounded-control">
          <RefusalSummary trouble={trouble} elsewhere={elsewhere}>
            {remedy}
          </RefusalSummary>
        </div>
      )}
      {children}
      <p role="status" className="sr-only">
        {busy ? 'Sending' : ''}
      </p>
    </BaseForm>
  );
}

const none: Trouble['fields'] = {};

/** Sends once at a time, and says whether it does. */
function useBusy(onSubmit: FormProps['onSubmit']) {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const send = async (values: Record<string, string>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await onSubmit(values);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return [busy, send] as const;
}

/** The refused fields that no control of the form bears the name of: known once the form is there. */
function useFieldsElsewhere(form: React.RefObject<HTMLFormElement | null>, trouble: Trouble | null): string[] {
  const [elsewhere, setElsewhere] = useState<string[]>([]);
  const look = useCallback(() => {
    const here = new Set(Array.from(form.current?.elements ?? [], (control) => control.getAttribute('name')));
    setElsewhere(Object.keys(trouble?.fields ?? none).filter((name) => !here.has(name)));
  }, [form, trouble]);
  useLayoutEffect(look, [look]);
  return elsewhere;
}
