import {
  Bell,
  ChartColumn,
  LayoutList,
  ListFilter,
  MousePointerClick,
  Table2,
  TextCursorInput,
  UserRound,
} from 'lucide-react';
import { Notice } from '../notice.tsx';
import { PageHeader } from '../page-header.tsx';
import { Shell } from '../shell.tsx';
import { Toasts } from '../toast.tsx';
import { Actions } from './actions.tsx';
import { Content } from './content.tsx';
import { Fields } from './fields.tsx';
import { Filters } from './filters.tsx';
import { Forms } from './forms.tsx';
import { GalleryUser } from './gallery-user.tsx';
import { Messages } from './messages.tsx';
import { Numbers } from './numbers.tsx';
import { People } from './people.tsx';
import { Tables } from './tables.tsx';

const items = [
  { href: '#actions', label: 'Actions', icon: <MousePointerClick aria-hidden="true" /> },
  { href: '#fields', label: 'Fields', icon: <TextCursorInput aria-hidden="true" /> },
  { href: '#forms', label: 'Forms', icon: <TextCursorInput aria-hidden="true" /> },
  { href: '#messages', label: 'Messages', icon: <Bell aria-hidden="true" /> },
  { href: '#tables', label: 'Tables', icon: <Table2 aria-hidden="true" /> },
  { href: '#filters', label: 'Filters', icon: <ListFilter aria-hidden="true" /> },
  { href: '#numbers', label: 'Numbers', icon: <ChartColumn aria-hidden="true" /> },
  { href: '#content', label: 'Content', icon: <LayoutList aria-hidden="true" /> },
  { href: '#people', label: 'People', icon: <UserRound aria-hidden="true" /> },
];

/** Every component in every state, served locally; the frame around it is one of them. */
export function Gallery() {
  return (
    <Toasts>
      <Shell
        area="Gallery"
        items={items}
        current="#actions"
        home="/"
        user={<GalleryUser />}
        banner={
          <Notice kind="warning" title="You act as Grace Hopper.">
            A banner stays on every page of an area.
          </Notice>
        }
      >
        <PageHeader title="Components" lead="Every component in every state, in the colours of your system." />
        <div className="grid gap-8">
          <Actions />
          <Fields />
          <Forms />
          <Messages />
          <Tables />
          <Filters />
          <Numbers />
          <Content />
          <People />
        </div>
      </Shell>
    </Toasts>
  );
}
