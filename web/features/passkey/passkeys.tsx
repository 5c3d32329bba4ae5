'use client';
import { Cloud, KeyRound, Pencil, Smartphone, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { supportsPasskeys } from '../../lib/passkey/ceremony.ts';
import { troubleOf } from '../../lib/refusals.ts';
import { RefusedError } from '../../lib/retries.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RefusalSummary } from '../../ui/refusal-summary.tsx';
import { Section } from '../../ui/section.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { AddPasskey } from './add-passkey.tsx';
import { type Passkey, usePasskeys } from './own-passkeys.ts';
import { RemovePasskey } from './remove-passkey.tsx';
import { RenamePasskey } from './rename-passkey.tsx';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** The passkeys of a person: what they are, where they are kept, and what can be done with them. */
export function Passkeys() {
  const { data, error, refetch } = usePasskeys();
  const canAdd = !useHydrated() || supportsPasskeys();
  return (
    <>
      <PageHeader
        title="Passkeys"
        lead="Sign in with your fingerprint, your face or the PIN of your device: nothing to remember, and nothing that a false page could steal."
      />
      <div className="grid max-w-3xl grid-cols-1 gap-6">
        {!canAdd && (
          <Notice title="This browser has no passkeys.">
            <p>Update it or use another one to add a passkey. Those that you have can be named and removed here.</p>
          </Notice>
        )}
        <Section title="Your passkeys" action={canAdd && data && data.length > 0 && <AddPasskey />}>
          {error && !data ? (
            <RefusalSummary trouble={troubleOf(error instanceof RefusedError ? error.failure : null)} elsewhere={[]}>
              <Button kind="secondary" onClick={() => refetch()}>
                Try again
              </Button>
            </RefusalSummary>
          ) : data?.length === 0 ? (
            <NoneYet canAdd={canAdd} />
          ) : (
            <Table
              caption="Your passkeys"
              captionHidden
              columns={columns}
              rows={data ?? null}
              rowKey={({ id }) => id}
              empty={null}
            />
          )}
        </Section>
      </div>
    </>
  );
}

function NoneYet({ canAdd }: { canAdd: boolean }) {
  return (
    <EmptyState
      icon={<KeyRound aria-hidden="true" />}
      title="You have no passkey yet"
      action={canAdd && <AddPasskey />}
    >
      With one you sign in on this device without your password.
    </EmptyState>
  );
}

const columns: readonly [Column<Passkey>, ...Column<Passkey>[]] = [
  {
    key: 'name',
    label: 'Name',
    cell: ({ name }) => (
      <span dir="auto" className="wrap-anywhere">
        {name}
      </span>
    ),
  },
  { key: 'kept', label: 'Kept', cell: ({ backed_up: backedUp }) => <Kept backedUp={backedUp} /> },
  { key: 'created_at', label: 'Added', cell: ({ created_at: at }) => <Day at={at} /> },
  { key: 'last_used_at', label: 'Last used', cell: ({ last_used_at: at }) => (at ? <Day at={at} /> : 'Not yet') },
  { key: 'actions', label: 'Actions', bare: true, align: 'end', cell: (passkey) => <Actions passkey={passkey} /> },
];

function Kept({ backedUp }: { backedUp: boolean }) {
  return backedUp ? (
    <Badge>
      <Cloud aria-hidden="true" />
      Synchronised
    </Badge>
  ) : (
    <Badge>
      <Smartphone aria-hidden="true" />
      One device
    </Badge>
  );
}

function Day({ at }: { at: string }) {
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {day.format(new Date(at))}
    </time>
  );
}

function Actions({ passkey }: { passkey: Passkey }) {
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null);
  const dialog = (which: 'rename' | 'remove') => ({
    passkey,
    open: open === which,
    onOpenChange: (wanted: boolean) => setOpen(wanted ? which : null),
  });
  return (
    <div className="flex justify-end gap-1">
      <RenamePasskey {...dialog('rename')} icon={<Pencil aria-hidden="true" className="size-5" />} />
      <RemovePasskey {...dialog('remove')} icon={<Trash2 aria-hidden="true" className="size-5" />} />
    </div>
  );
}
