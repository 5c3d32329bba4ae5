'use client';
import { ShieldCheck, ShieldOff } from 'lucide-react';
import { troubleOf } from '../../lib/refusals.ts';
import { RefusedError } from '../../lib/retries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { Section } from '../../ui/section.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { EnrolFactor } from './enrol-factor.tsx';
import { type OwnFactors, useOwnFactors } from './own-factors.ts';
import { RecoveryCodesLeft } from './recovery-codes-left.tsx';
import { RemoveFactor } from './remove-factor.tsx';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** Two-step verification: whether it is on, and with what. */
export function TwoStep() {
  const { data, error, refetch } = useOwnFactors();
  return (
    <Section
      title="Two-step verification"
      description="With it, a stolen password alone opens nothing: a sign-in also asks for a code of something you have."
      action={data && <State isOn={data.two_step} />}
    >
      {data ? (
        <Factors own={data} />
      ) : error ? (
        <RefusalSummary trouble={troubleOf(error instanceof RefusedError ? error.failure : null)} elsewhere={[]}>
          <Button kind="secondary" onClick={() => refetch()}>
            Try again
          </Button>
        </RefusalSummary>
      ) : (
        <Loading what="two-step verification" />
      )}
    </Section>
  );
}

function State({ isOn }: { isOn: boolean }) {
  return isOn ? (
    <Badge kind="success">
      <ShieldCheck aria-hidden="true" />
      On
    </Badge>
  ) : (
    <Badge>
      <ShieldOff aria-hidden="true" />
      Off
    </Badge>
  );
}

function Factors({ own }: { own: OwnFactors }) {
  if (!own.two_step)
    return (
      <div className="flex flex-wrap gap-3">
        <EnrolFactor kind="totp" label="Set up an authenticator app" />
        <EnrolFactor kind="hotp" label="Use a hardware token" quiet />
      </div>
    );
  return (
    <div className="grid gap-5">
      <DescriptionList
        items={[
          { term: 'Authenticator app', ...row('totp', own) },
          ...(own.hotp.enrolled ? [{ term: 'Hardware token', ...row('hotp', own) }] : []),
          ...(own.passkeys > 0 ? [{ term: 'Passkeys', value: passkeyWords(own.passkeys) }] : []),
          {
            term: 'Recovery codes',
            value: `${own.recovery_codes_left} left`,
            action: <RecoveryCodesLeft left={own.recovery_codes_left} />,
          },
        ]}
      />
      {!own.hotp.enrolled && (
        <div>
          <EnrolFactor kind="hotp" label="Add a hardware token" quiet />
        </div>
      )}
    </div>
  );
}

function row(kind: 'totp' | 'hotp', own: OwnFactors) {
  const { enrolled, created_at: since, last_used_at: used } = own[kind];
  if (!enrolled) return { value: 'Not set up', action: <EnrolFactor kind={kind} label="Set up" quiet /> };
  const words = [since && `Since ${day.format(new Date(since))}`, used && `last used ${day.format(new Date(used))}`];
  const isLast = !(own.totp.enrolled && own.hotp.enrolled);
  return {
    value: words.filter(Boolean).join(', '),
    action: (
      <span className="flex flex-wrap gap-2">
        <EnrolFactor kind={kind} label="Replace" replaces quiet />
        <RemoveFactor kind={kind} isLast={isLast} />
      </span>
    ),
  };
}

function passkeyWords(count: number): string {
  return count === 1 ? 'Your passkey works as a second step, too' : `Your ${count} passkeys work as a second step, too`;
}
