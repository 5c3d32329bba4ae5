'use client';
import { ShieldCheck, ShieldOff } from 'lucide-react';
import { troubleOf } from '../../lib/refusals.ts';
import { RefusedError } from '../../lib/retries.ts';
import { useWaysIn, type WaysIn } from '../../lib/ways-in.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { Section } from '../../ui/section.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { useEnrolment } from './enrol-factor.tsx';
import type { FactorKind } from './own-factors.ts';
import { RecoveryCodesLeft } from './recovery-codes-left.tsx';
import { RemoveFactor } from './remove-factor.tsx';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** Two-step verification: whether it is on, and with what. */
export function TwoStep() {
  const { data, error, refetch } = useWaysIn();
  const { begin, pending, trouble, dialog } = useEnrolment();
  return (
    <Section
      title="Two-step verification"
      description="With it, a stolen password alone opens nothing."
      state={data && <State isOn={data.two_step} />}
    >
      <div className="grid gap-5">
        {trouble && <RefusalSummary trouble={trouble} elsewhere={[]} />}
        {data ? (
          <Factors own={data} enrolment={{ begin, pending }} />
        ) : error ? (
          <RefusalSummary trouble={troubleOf(error instanceof RefusedError ? error.failure : null)} elsewhere={[]}>
            <Button kind="secondary" onClick={() => refetch()}>
              Try again
            </Button>
          </RefusalSummary>
        ) : (
          <Loading what="two-step verification" />
        )}
      </div>
      {/* It outlives what is shown of the factors: that changes while the recovery codes are still to be kept. */}
      {dialog}
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

type EnrolmentOf = Pick<ReturnType<typeof useEnrolment>, 'begin' | 'pending'>;

function Factors({ own, enrolment }: { own: WaysIn; enrolment: EnrolmentOf }) {
  if (!own.two_step)
    return (
      <div className="grid gap-5">
        <p>A sign-in then also asks for a code of something you have: an app on your phone, or a token.</p>
        <div className="flex flex-wrap gap-3">
          <Begin kind="totp" label="Set up an authenticator app" enrolment={enrolment} />
          <Begin kind="hotp" label="Use a hardware token" quiet enrolment={enrolment} />
        </div>
      </div>
    );
  return (
    <div className="grid gap-5">
      <DescriptionList
        items={[
          { term: 'Authenticator app', ...row('totp', own, enrolment) },
          ...(own.hotp.enrolled ? [{ term: 'Hardware token', ...row('hotp', own, enrolment) }] : []),
          ...(own.passkeys > 0 ? [{ term: 'Passkeys', value: passkeyWords(own.passkeys) }] : []),
          {
            term: 'Recovery codes',
            value: `${own.recovery_codes_left} left`,
            action: <RecoveryCodesLeft left={own.recovery_codes_left} />,
          },
        ]}
      />
      {!own.hotp.enrolled && (
        <div className="-ml-3">
          <Begin kind="hotp" label="Add a hardware token" quiet enrolment={enrolment} />
        </div>
      )}
    </div>
  );
}

interface BeginProps {
  kind: FactorKind;
  label: string;
  replaces?: boolean;
  quiet?: boolean;
  enrolment: EnrolmentOf;
}

function Begin({ kind, label, replaces = false, quiet = false, enrolment: { begin, pending } }: BeginProps) {
  const look = quiet ? ({ kind: 'quiet', size: 'small' } as const) : {};
  return (
    <Button {...look} pending={pending === kind} onClick={() => begin({ kind, replaces })}>
      {label}
    </Button>
  );
}

function row(kind: FactorKind, own: WaysIn, enrolment: EnrolmentOf) {
  const { enrolled, created_at: since, last_used_at: used } = own[kind];
  if (!enrolled)
    return { value: 'Not set up', action: <Begin kind={kind} label="Set up" quiet enrolment={enrolment} /> };
  const words = [since && `Since ${day.format(new Date(since))}`, used && `last used ${day.format(new Date(used))}`];
  const isLast = !(own.totp.enrolled && own.hotp.enrolled);
  return {
    value: words.filter(Boolean).join(', '),
    action: (
      <span className="-ml-3 flex flex-wrap gap-2 sm:ml-0">
        <Begin kind={kind} label="Replace" replaces quiet enrolment={enrolment} />
        <RemoveFactor kind={kind} isLast={isLast} />
      </span>
    ),
  };
}

function passkeyWords(count: number): string {
  return count === 1 ? 'Your passkey works as a second step, too' : `Your ${count} passkeys work as a second step, too`;
}
