'use client';
import { cva } from 'class-variance-authority';
import type { Strength } from './password-strength/strength.ts';
import { useStrength } from './password-strength/use-strength.ts';

export interface PasswordStrengthProps {
  password: string;
  /** What an attacker tries first: the person's address and name, the site's name. */
  about: readonly string[];
}

const words = ['Very weak', 'Weak', 'Fair', 'Good', 'Strong'] as const;

const bar = cva('h-1.5 grow rounded-full transition-colors', {
  variants: { filled: { none: 'bg-line', danger: 'bg-danger', warning: 'bg-warning', success: 'bg-success' } },
});

/** How strong a new password is and why, in words beside the picture. It advises: a weak one can be sent. */
export function PasswordStrength({ password, about }: PasswordStrengthProps) {
  const strength = useStrength(password, about);
  return <StrengthMeter strength={strength} />;
}

export function StrengthMeter({ strength }: { strength: Strength | null }) {
  const tone = strength === null ? 'none' : toneOf(strength.score);
  const filled = strength === null ? 0 : Math.max(1, strength.score);
  return (
    <div className="-mt-1.5">
      {strength && (
        <div aria-hidden="true" className="flex gap-1.5 pt-2">
          {[1, 2, 3, 4].map((step) => (
            <span key={step} className={bar({ filled: step <= filled ? tone : 'none' })} />
          ))}
        </div>
      )}
      {/* Always there: what appears together with its words is not read out everywhere. */}
      <p aria-live="polite" className="text-sm text-soft">
        {strength && <span className="block pt-1.5">{sentence(strength)}</span>}
      </p>
    </div>
  );
}

function toneOf(score: Strength['score']) {
  if (score < 2) return 'danger';
  return score === 2 ? 'warning' : 'success';
}

function sentence({ score, reason }: Strength): string {
  return reason === null ? `${words[score]}.` : `${words[score]}: ${reason}.`;
}
