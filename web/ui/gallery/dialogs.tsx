'use client';
import { useState } from 'react';
import { troubleOf } from '../../lib/refusals.ts';
import { Button } from '../button.tsx';
import { ConfirmByWordsDialog } from '../confirm-by-words-dialog.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { DescriptionList } from '../description-list.tsx';
import { Dialog } from '../dialog.tsx';
import { Drawer } from '../drawer.tsx';
import { TextField } from '../field.tsx';
import { Form } from '../form.tsx';
import { useToast } from '../toast.tsx';
import { Specimen } from './specimen.tsx';

export function GalleryDialogs() {
  return (
    <Specimen of="Dialogs">
      <Rename />
      <EndSession />
      <RefusedDeletion />
      <DeletionInWords />
      <Details />
    </Specimen>
  );
}

function Rename() {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Rename this device"
      description="The name stands in the list of your sessions."
      trigger={<Button kind="secondary">Rename…</Button>}
    >
      <Form
        trouble={null}
        onSubmit={({ name }) => {
          setOpen(false);
          toast({ title: 'Device renamed', description: `It is called ${name} now.` });
        }}
      >
        <TextField name="name" label="Name" defaultValue="Chromium on Debian" required />
        <Button type="submit">Rename</Button>
      </Form>
    </Dialog>
  );
}

function EndSession() {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      title="End this session?"
      confirm="End session"
      cancel="Keep it"
      trigger={<Button kind="secondary">End session…</Button>}
      onConfirm={() => {
        setOpen(false);
        toast({ title: 'Session ended' });
      }}
    >
      Whoever uses Chromium on Debian is signed out at once.
    </ConfirmDialog>
  );
}

function RefusedDeletion() {
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      danger
      title="Delete the account of ada.lovelace@a-rather-long-domain.example.com?"
      confirm="Delete account"
      cancel="Keep account"
      pending={pending}
      trouble={pending ? null : troubleOf(null)}
      trigger={<Button kind="secondary">Delete account…</Button>}
      onConfirm={() => {
        setPending(true);
        setTimeout(() => setPending(false), 3000);
      }}
    >
      Sessions end, the address is free again, and after 30 days nothing is kept. This cannot be undone.
    </ConfirmDialog>
  );
}

function DeletionInWords() {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  return (
    <>
      <Button kind="secondary" onClick={() => setOpen(true)}>
        Delete for good…
      </Button>
      {open && (
        <ConfirmByWordsDialog
          open
          onOpenChange={setOpen}
          title="Delete the account of Ada Lovelace?"
          phrase="ada@example.com"
          confirm="Delete account"
          cancel="Keep account"
          pending={false}
          trouble={null}
          onConfirm={() => {
            setOpen(false);
            toast({ title: 'Nothing was deleted' });
          }}
        >
          Nothing of it can be brought back.
        </ConfirmByWordsDialog>
      )}
    </>
  );
}

function Details() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="secondary" onClick={() => setOpen(true)}>
        Details…
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title="Ada Lovelace" description="ada@example.com">
        <DescriptionList
          items={Array.from({ length: 24 }, (_, index) => ({ term: `Fact ${index + 1}`, value: 'What is known' }))}
        />
      </Drawer>
    </>
  );
}
