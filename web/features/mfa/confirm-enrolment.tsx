'use client';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Form } from '../../ui/form.tsx';
import { OneTimeCodeField } from '../../ui/one-time-code-field.tsx';
import { type Enrolment, type FactorKind, useFactorChanges } from './own-factors.ts';
import { clockWords } from './words.ts';

export interface ConfirmEnrolmentProps {
  kind: FactorKind;
  enrolment: Enrolment;
  onConfirmed(recoveryCodes: readonly string[]): void;
}

/** The secret as a picture and as text, and the code that shows that it has arrived. */
export function ConfirmEnrolment({ kind, enrolment, onConfirmed }: ConfirmEnrolmentProps) {
  const { confirm } = useFactorChanges();
  const { submit, pending, trouble } = useSubmit({
    async send(code: string) {
      const answer = await confirm({ kind, code });
      return !answer.ok && answer.details.hint === 'clock_drift'
        ? { ...answer, details: { ...answer.details, fields: { code: clockWords } } }
        : answer;
    },
    done: ({ data }) => onConfirmed(data.recovery_codes),
  });
  const { secret, qr_svg: picture } = enrolment;
  return (
    <div className="grid gap-5">
      <ol className="grid list-decimal gap-4 pl-5">
        <li className="pl-1">
          {kind === 'totp' ? 'Scan this with your authenticator app.' : 'Give this to the program of your token.'}
          <img
            src={`data:image/svg+xml,${encodeURIComponent(picture)}`}
            alt="QR code of the secret; the same stands below as text"
            width={208}
            height={208}
            className="mt-3 rounded-control border border-line"
          />
          <div className="mt-3 grid justify-items-start gap-1.5">
            <p className="text-soft">Or type this key in:</p>
            <code className="font-mono wrap-anywhere">{secret.match(/.{1,4}/g)?.join(' ')}</code>
            <CopyButton text={secret}>Copy the key</CopyButton>
          </div>
        </li>
        <li className="pl-1">Type the code that it shows then.</li>
      </ol>
      <Form trouble={trouble} onSubmit={({ code = '' }) => submit(code)}>
        <OneTimeCodeField name="code" label="Code" />
        <Button type="submit" wide pending={pending}>
          Turn it on
        </Button>
      </Form>
    </div>
  );
}
