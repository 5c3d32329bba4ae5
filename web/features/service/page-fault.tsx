'use client';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';

/**
 * In the place of a page that failed while it was shown. It is loaded anew, not only shown again: what it failed at may
 * be what it holds, or a file of a version that is gone since.
 */
export function PageFault() {
  return (
    <EntryPage
      title="This page does not work"
      lead="The fault is on our side, and nothing was changed by it. Try again; if it stays, tell whoever runs this site."
    >
      <title>This page does not work</title>
      <Button wide onClick={() => location.reload()}>
        Try again
      </Button>
      <LinkButton wide kind="secondary" href="/">
        To the start
      </LinkButton>
    </EntryPage>
  );
}
