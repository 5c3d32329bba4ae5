'use client';
import { useEffect, useRef, useState } from 'react';
import { magicLink } from '../../../lambdas/flows/magic-link/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { maskEmail } from '../../../lambdas/kernel/http/mask-email.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { MailCodeField } from '../../ui/mail-code-field.tsx';
import type { OwnWords } from '../refusals.ts';
import { authorized } from '../session/browser.ts';
import { useMe } from '../session/me.ts';
import { useSubmit } from '../use-submit.ts';
import type { ProofProps } from './proof.ts';

const { askForReauthenticationCode, reauthenticateByMail } = createClient({ magicLink }).magicLink;

const askWords: OwnWords = {
  RATE_LIMITED: { title: 'Your address got too many mails.', advice: 'It gets five in an hour. Wait, then ask again.' },
};
const codeWords: OwnWords = {
  REAUTHENTICATION_FAILED: {
    title: 'This code does not work.',
    advice: 'Compare it with the newest mail. A code works for ten minutes and takes five tries.',
  },
};

/** A code that is mailed to the account's address, for whoever has nothing better. */
export function MailProof({ onProven }: ProofProps) {
  const { user } = useMe();
  const [times, setTimes] = useState(0);
  const ask = useSubmit({
    words: askWords,
    send: () => authorized((bearer) => askForReauthenticationCode({ bearer })),
    done: () => setTimes((before) => before + 1),
  });
  const code = useSubmit({
    words: codeWords,
    send: (body: { code: string }) => authorized((bearer) => reauthenticateByMail({ bearer, body })),
    done: ({ data }) => onProven(data),
  });
  const proof = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Where the code is to be typed once it is on its way.
    if (times > 0) proof.current?.querySelector('input')?.focus();
  }, [times]);
  const address = <strong className="font-semibold">{maskEmail(user.email)}</strong>;
  return (
    <div ref={proof} className="grid gap-4">
      {times > 0 && (
        <Form trouble={code.trouble} onSubmit={({ code: typed = '' }) => code.submit({ code: typed })}>
          <p role="status">A code is on its way to {address}.</p>
          <MailCodeField name="code" label="Code from the mail" hint="It works for ten minutes, and only here." />
          <Button type="submit" wide pending={code.pending}>
            Go on
          </Button>
        </Form>
      )}
      <Form trouble={ask.trouble} onSubmit={() => ask.submit(undefined)}>
        {times === 0 && <p>We mail a code to {address}.</p>}
        <Button type="submit" kind={times === 0 ? 'primary' : 'quiet'} wide pending={ask.pending}>
          {times === 0 ? 'E-mail me a code' : 'Send another code'}
        </Button>
      </Form>
    </div>
  );
}
