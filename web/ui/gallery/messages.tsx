'use client';
import { KeyRound } from 'lucide-react';
import { Badge } from '../badge.tsx';
import { Button } from '../button.tsx';
import { EmptyState } from '../empty-state.tsx';
import { Notice } from '../notice.tsx';
import { Loading } from '../skeleton.tsx';
import { useToast } from '../toast.tsx';
import { Part, Specimen } from './specimen.tsx';

export function Messages() {
  const toast = useToast();
  return (
    <Part id="messages" title="Messages">
      <Specimen of="Notices" wide>
        <div className="grid gap-3">
          <Notice title="Maintenance tonight.">Between 22:00 and 23:00 UTC nobody can sign in.</Notice>
          <Notice kind="success" title="Your address is confirmed." />
          <Notice kind="warning" title="You are the last administrator.">
            Make somebody else one before you leave.
          </Notice>
          <Notice kind="danger" title="There was no answer.">
            <p>Check your connection and try again. Nothing that you typed is lost.</p>
            <Button kind="secondary" size="small">
              Try again
            </Button>
          </Notice>
          <Notice title="A title that is so long that it is broken into lines, since it says what nobody should have to say in a title.">
            And a_word_that_is_longer_than_the_screen_of_a_phone_and_has_no_place_in_which_it_could_be_broken.
          </Notice>
        </div>
      </Specimen>
      <Specimen of="Badges">
        <Badge>user</Badge>
        <Badge kind="accent">This device</Badge>
        <Badge kind="success">Active</Badge>
        <Badge kind="warning">Invited</Badge>
        <Badge kind="danger">Disabled</Badge>
      </Specimen>
      <Specimen of="Toasts">
        <Button kind="secondary" onClick={() => toast({ title: 'Profile saved' })}>
          Show a toast
        </Button>
        <Button
          kind="secondary"
          onClick={() =>
            toast({
              kind: 'info',
              title: 'The export is being made',
              description: 'A link comes by mail to ada.lovelace@a-rather-long-domain.example.com when it is done.',
            })
          }
        >
          Show a long one
        </Button>
      </Specimen>
      <Specimen of="Loading" wide>
        <Loading what="your profile" />
      </Specimen>
      <Specimen of="Empty" wide>
        <EmptyState
          icon={<KeyRound aria-hidden="true" />}
          title="No passkeys yet"
          action={<Button kind="secondary">Add a passkey</Button>}
        >
          Sign in with your fingerprint, your face or the PIN of this device.
        </EmptyState>
      </Specimen>
    </Part>
  );
}
