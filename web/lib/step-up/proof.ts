import type { ComponentType } from 'react';
import type { StepUpMethod } from '../../../lambdas/kernel/http/fields.ts';
import type { Tokens } from '../api.ts';
import { HotpProof, TotpProof } from './code-proof.tsx';
import { MailProof } from './mail-proof.tsx';
import { PasskeyProof } from './passkey-proof.tsx';
import { PasswordProof } from './password-proof.tsx';
import { ProviderProof } from './provider-proof.tsx';

export interface ProofProps {
  /** The answer of the route that took the proof. */
  onProven(tokens: Tokens): void;
}

/** One way to show again who one is, with the words of the button that leads to it. */
export interface Proof {
  method: StepUpMethod;
  label: string;
  Form: ComponentType<ProofProps>;
}

/** What a person is asked for first stands first. */
export const proofs: readonly Proof[] = [
  { method: 'webauthn', label: 'Use a passkey', Form: PasskeyProof },
  { method: 'totp', label: 'Use your authenticator app', Form: TotpProof },
  { method: 'hotp', label: 'Use your hardware token', Form: HotpProof },
  { method: 'password', label: 'Use your password', Form: PasswordProof },
  { method: 'oauth', label: 'Use a linked account', Form: ProviderProof },
  { method: 'mail', label: 'Use a code by mail', Form: MailProof },
];
