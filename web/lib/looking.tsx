import { EntryPage } from '../ui/entry-page.tsx';
import { Loading } from '../ui/skeleton.tsx';

/** The page as it is exported, until a browser says what it knows. */
export function Looking({ title }: { title: string }) {
  return (
    <EntryPage title={title} provisional>
      <Loading what="the page" />
    </EntryPage>
  );
}
