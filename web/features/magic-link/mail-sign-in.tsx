'use client';
import { useState } from 'react';
import { Looking } from '../../lib/looking.tsx';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { useMailToken } from '../../lib/use-mail-token.ts';
import { AskForm } from './ask-form.tsx';
import { openAddress } from './asked-links.ts';
import { CodeForm } from './code-form.tsx';
import { LinkForm } from './link-form.tsx';

/**
 * Signing in by mail: asks for the mail, takes its code, and is the page of its link. Nothing is sent before a button is
 * pressed: programs that look into mails open links as well (docs/flows/magic-link.md).
 */
export function MailSignIn() {
  return useHydrated() ? <InBrowser /> : <Looking title="Sign in by mail" />;
}

function InBrowser() {
  const { token, wanted, spend } = useMailToken('magic-link');
  const [another, setAnother] = useState<string | null>(null);
  if (token === undefined) return <Looking title="Sign in by mail" />;
  if (token === null || token === another) return <ByAsking />;
  const askAgain = () => {
    spend();
    setAnother(token);
  };
  return <LinkForm key={token} token={token} wanted={wanted} onSpent={spend} onAskAgain={askAgain} />;
}

function ByAsking() {
  const [email, setEmail] = useState(openAddress);
  if (email === null) return <AskForm onAsked={setEmail} />;
  return <CodeForm key={email} email={email} onOther={() => setEmail(null)} />;
}
