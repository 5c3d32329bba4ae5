import { LinkButton } from '../../ui/button.tsx';
import { EntryFrame } from '../../ui/entry-frame.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';

/** For an address that no page has. */
export function NotFound() {
  return (
    <EntryFrame>
      <EntryPage
        title="There is no such page"
        lead="The address may be mistyped, or the page is gone. If you came by a link of a mail, open that mail again and copy the whole link."
      >
        <LinkButton wide href="/">
          To the start
        </LinkButton>
      </EntryPage>
    </EntryFrame>
  );
}
