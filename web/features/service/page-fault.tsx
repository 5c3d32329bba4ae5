'use client';
import { useState } from 'react';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';

export interface PageFaultProps {
  error: Error;
  /** Renders the page again. */
  again(): void;
}

/** In the place of a page that failed while it was shown. */
export function PageFault({ error, again }: PageFaultProps) {
  const [isStale] = useState(() => isMissingFile(error));
  return (
    <EntryPage
      title={isStale ? 'There is a newer version of this site' : 'This page does not work'}
      lead={
        isStale
          ? 'Load the page again to go on with it.'
          : 'The fault is on our side. Nothing was changed by it. Try again; if it stays, tell whoever runs this site.'
      }
    >
      <title>This page does not work</title>
      <Button wide onClick={isStale ? () => location.reload() : again}>
        {isStale ? 'Load again' : 'Try again'}
      </Button>
      <LinkButton wide kind="secondary" href="/">
        To the start
      </LinkButton>
    </EntryPage>
  );
}

/** A file of the version that this page was loaded with is not there any more. */
function isMissingFile(error: Error): boolean {
  return (
    error.name === 'ChunkLoadError' || /dynamically imported module|importing a module script/i.test(error.message)
  );
}
