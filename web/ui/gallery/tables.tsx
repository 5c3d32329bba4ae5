'use client';
import { Ellipsis, Users } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../badge.tsx';
import { EmptyState } from '../empty-state.tsx';
import { IconButton } from '../icon-button.tsx';
import { Menu, MenuItem } from '../menu.tsx';
import type { Sort } from '../sort.ts';
import { type Column, Table } from '../table.tsx';
import { Part, Specimen } from './specimen.tsx';

interface Person {
  name: string;
  email: string;
  active: boolean;
  sessions: number;
}

const people: Person[] = [
  { name: 'Ada Lovelace', email: 'ada@example.com', active: true, sessions: 3 },
  { name: 'Grace Hopper', email: 'grace@example.com', active: false, sessions: 0 },
  {
    name: 'Someone whose name is so long that it needs more than one line',
    email: 'an.address.that.is.longer.than.the.screen.of.a.phone@a-rather-long-domain.example.com',
    active: true,
    sessions: 1204,
  },
];

const columns: [Column<Person>, ...Column<Person>[]] = [
  { key: 'name', label: 'Name', sortable: true, cell: ({ name }) => name },
  { key: 'email', label: 'Address', sortable: true, cell: ({ email }) => email },
  {
    key: 'state',
    label: 'State',
    cell: ({ active }) => <Badge kind={active ? 'success' : 'danger'}>{active ? 'Active' : 'Disabled'}</Badge>,
  },
  { key: 'sessions', label: 'Sessions', sortable: true, align: 'end', cell: ({ sessions }) => sessions },
  { key: 'actions', label: 'Actions', bare: true, align: 'end', cell: ({ name }) => <RowMenu name={name} /> },
];

const nobody = (
  <EmptyState icon={<Users aria-hidden="true" />} title="Nobody found">
    Look for another name or address.
  </EmptyState>
);

export function Tables() {
  const [sort, setSort] = useState<Sort>({ key: 'name', direction: 'ascending' });
  const sorted = people.toSorted(
    (one, other) =>
      String(one[sort.key as keyof Person]).localeCompare(String(other[sort.key as keyof Person]), 'en', {
        numeric: true,
      }) * (sort.direction === 'ascending' ? 1 : -1),
  );
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(['ada@example.com']));
  const shared = { columns, rowKey: ({ email }: Person) => email, empty: nobody };
  return (
    <Part id="tables" title="Tables">
      <Specimen of="Rows" wide>
        <Table {...shared} caption="People" rows={sorted} sort={sort} onSort={setSort} />
      </Specimen>
      <Specimen of="Rows that can be picked" wide>
        <Table
          {...shared}
          caption="People to be picked"
          captionHidden
          rows={people}
          selection={{ picked, nameOf: ({ name }) => name, onChange: setPicked }}
        />
      </Specimen>
      <Specimen of="Loading" wide>
        <Table {...shared} caption="People on their way" captionHidden rows={null} />
      </Specimen>
      <Specimen of="Empty" wide>
        <Table {...shared} caption="Nobody" captionHidden rows={[]} />
      </Specimen>
    </Part>
  );
}

function RowMenu({ name }: { name: string }) {
  return (
    <Menu
      trigger={
        <IconButton label={`More about ${name}`}>
          <Ellipsis aria-hidden="true" className="size-5" />
        </IconButton>
      }
    >
      <MenuItem onClick={() => undefined}>End every session</MenuItem>
      <MenuItem danger onClick={() => undefined}>
        Disable
      </MenuItem>
    </Menu>
  );
}
