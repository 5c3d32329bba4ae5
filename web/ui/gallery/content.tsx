import { Badge } from '../badge.tsx';
import { Button } from '../button.tsx';
import { DescriptionList } from '../description-list.tsx';
import { Tabs } from '../tabs.tsx';
import { Part, Specimen } from './specimen.tsx';

const change = (
  <Button kind="secondary" size="small">
    Change
  </Button>
);

const items = [
  { term: 'Name', value: 'Ada Lovelace', action: change },
  {
    term: 'E-mail address',
    value: (
      <span className="inline-flex flex-wrap items-center gap-2">
        ada@example.com <Badge kind="success">Verified</Badge>
      </span>
    ),
    action: change,
  },
  { term: 'Something with a long name', value: 'an_id_that_is_longer_than_the_screen_of_a_phone_and_cannot_be_broken' },
  { term: 'Language', value: <span className="text-soft">Not set</span> },
];

export function Content() {
  return (
    <Part id="content" title="Content">
      <Specimen of="Names and values" wide>
        <DescriptionList items={items} />
      </Specimen>
      <Specimen of="Tabs" wide>
        <Tabs
          label="What happened"
          tabs={[
            { value: 'all', label: 'All', content: <p>Everything that happened to this account.</p> },
            { value: 'sign-ins', label: 'Sign-ins', content: <p>Ways in, and who used them.</p> },
            { value: 'changes', label: 'Changes by administrators', content: <p>What others changed.</p> },
            { value: 'mails', label: 'Mails', content: <p>What was sent.</p> },
          ]}
        />
      </Specimen>
    </Part>
  );
}
