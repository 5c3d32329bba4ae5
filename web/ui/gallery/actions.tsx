'use client';
import { Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, LinkButton } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { IconButton } from '../icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../menu.tsx';
import { TextLink } from '../text-link.tsx';
import { GalleryDialogs } from './dialogs.tsx';
import { Part, Specimen } from './specimen.tsx';

const kinds = ['primary', 'secondary', 'quiet', 'danger'] as const;
const words = { primary: 'Save', secondary: 'Cancel', quiet: 'Show more', danger: 'Delete account' };
const nothing = () => undefined;

export function Actions() {
  return (
    <Part id="actions" title="Actions">
      <Specimen of="Buttons">
        {kinds.map((kind) => (
          <Button key={kind} kind={kind}>
            {words[kind]}
          </Button>
        ))}
      </Specimen>
      <Specimen of="Small, with an icon">
        {kinds.map((kind) => (
          <Button key={kind} kind={kind} size="small">
            <Plus aria-hidden="true" />
            {words[kind]}
          </Button>
        ))}
      </Specimen>
      <Specimen of="Copying a text">
        <CopyButton text="JBSWY3DPEHPK3PXP">Copy the key</CopyButton>
      </Specimen>
      <Specimen of="Disabled">
        {kinds.map((kind) => (
          <Button key={kind} kind={kind} disabled>
            {words[kind]}
          </Button>
        ))}
      </Specimen>
      <Specimen of="Pending">
        {kinds.map((kind) => (
          <Button key={kind} kind={kind} pending>
            {words[kind]}
          </Button>
        ))}
        <Pressed />
      </Specimen>
      <Specimen of="Long words" wide>
        <Button wide>Send the confirmation to both addresses and end every other session of this account</Button>
      </Specimen>
      <Specimen of="Links">
        <LinkButton href="/sign-in">Go to sign in</LinkButton>
        <LinkButton href="/sign-in" kind="secondary">
          Another way
        </LinkButton>
        <TextLink href="/sign-in">A link within text</TextLink>
      </Specimen>
      <Specimen of="Menu">
        <Menu
          align="start"
          trigger={
            <IconButton label="More">
              <Ellipsis aria-hidden="true" className="size-5" />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil aria-hidden="true" />} onClick={nothing}>
            Rename
          </MenuItem>
          <MenuItem disabled onClick={nothing}>
            Not possible now
          </MenuItem>
          <MenuItem onClick={nothing}>
            An entry whose words are long enough to be broken into two lines or more
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 aria-hidden="true" />} onClick={nothing}>
            Delete
          </MenuItem>
        </Menu>
      </Specimen>
      <GalleryDialogs />
    </Part>
  );
}

/** Stays busy once it is pressed. */
function Pressed() {
  const [pending, setPending] = useState(false);
  return (
    <Button kind="secondary" pending={pending} onClick={() => setPending(true)}>
      Press to start
    </Button>
  );
}
