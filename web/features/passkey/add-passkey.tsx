'use client';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { makePasskey } from '../../lib/passkey/ceremony.ts';
import { useCeremony } from '../../lib/passkey/use-ceremony.ts';
import { enrolmentWords } from '../../lib/passkey/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { useToast } from '../../ui/toast.tsx';
import { askToAdd, useOwnPasskeys } from './own-passkeys.ts';

/** A name if one is wanted, then the browser's own dialog. */
export function AddPasskey() {
  const [open, setOpen] = useState(false);
  const name = useRef<string>(undefined);
  const toast = useToast();
  const { add } = useOwnPasskeys();
  const { run, pending, trouble, forget } = useCeremony({
    ask: askToAdd,
    use: makePasskey,
    send: (credential: Parameters<typeof add>[0]['credential']) => add({ credential, name: name.current }),
    done: () => {
      setOpen(false);
      toast({ title: 'Passkey added' });
    },
    words: enrolmentWords,
  });
  return (
    <Dialog
      open={open}
      onOpenChange={(wanted) => {
        if (pending) return;
        if (wanted) forget();
        setOpen(wanted);
      }}
      title="Add a passkey"
      description="Your device then asks for your fingerprint, your face or its PIN. None of them leaves the device."
      trigger={
        <Button>
          <Plus aria-hidden="true" />
          Add a passkey
        </Button>
      }
    >
      <Form
        trouble={trouble}
        onSubmit={(values) => {
          name.current = values.name?.trim() || undefined;
          return run();
        }}
      >
        <TextField
          name="name"
          label="Name"
          hint="To tell it from others: ‘My phone’. Left empty, it is called after where it is kept."
          maxLength={100}
          autoComplete="off"
          dir="auto"
        />
        <Button type="submit" pending={pending}>
          Go on
        </Button>
      </Form>
    </Dialog>
  );
}
