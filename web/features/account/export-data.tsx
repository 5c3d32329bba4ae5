'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { account } from '../../../lambdas/flows/account/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import type { OwnWords } from '../../lib/refusals.ts';
import { saveFile } from '../../lib/save-file.ts';
import { authorized } from '../../lib/session/browser.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';

const { exportMe } = createClient({ account }).account;

const words: OwnWords = {
  RATE_LIMITED: {
    title: 'You downloaded your data several times in the last hour.',
    advice: 'The file that you have is still good.',
  },
};

/** Saves all that is kept as a file. */
export function ExportData() {
  const [saved, setSaved] = useState<string | null>(null);
  const { submit, pending, trouble } = useSubmit({
    words,
    send: () => authorized((bearer) => exportMe({ bearer })),
    done: ({ data }) => {
      const name = `account-data-${data.exported_at.slice(0, 10)}.json`;
      saveFile(name, 'application/json', `${JSON.stringify(data, null, 2)}\n`);
      setSaved(name);
    },
  });
  return (
    <Form trouble={trouble} onSubmit={() => submit(undefined)}>
      <ul className="list-disc space-y-1 pl-5">
        <li>Your profile, and your roles here</li>
        <li>Sessions and known devices, with times, IP addresses and programs</li>
        <li>Which ways to sign in you have: passkeys, second steps, linked accounts</li>
        <li>What happened with your account</li>
      </ul>
      <p className="text-soft">Passwords, codes and keys are not in it. A mail tells you that it was downloaded.</p>
      <div>
        <Button type="submit" pending={pending}>
          <Download aria-hidden="true" />
          Download my data
        </Button>
      </div>
      <p role="status" className={saved === null ? 'sr-only' : undefined}>
        {saved !== null && `${saved} is with your downloads. Keep it where only you can read it.`}
      </p>
    </Form>
  );
}
