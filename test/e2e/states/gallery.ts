import type { State, Visit } from './state.ts';

async function pressed({ person, page }: Visit, button: string): Promise<void> {
  await person.open('/_local/gallery');
  await page.getByRole('button', { name: button, exact: true }).first().click();
}

export const galleryStates: readonly State[] = [
  { name: 'gallery', reach: ({ person }) => person.open('/_local/gallery') },
  {
    name: 'gallery-menu',
    part: '[role=menu]',
    async reach(visit) {
      await pressed(visit, 'More');
      await visit.page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'gallery-dialog',
    part: '[role=dialog]',
    async reach(visit) {
      await pressed(visit, 'Rename…');
      await visit.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'gallery-question',
    part: '[role=alertdialog]',
    async reach(visit) {
      await pressed(visit, 'End session…');
      await visit.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'gallery-question-refused',
    part: '[role=alertdialog]',
    async reach(visit) {
      await pressed(visit, 'Delete account…');
      await visit.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'gallery-question-in-words',
    part: '[role=alertdialog]',
    async reach(visit) {
      await pressed(visit, 'Delete for good…');
      await visit.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'gallery-drawer',
    part: '[role=dialog]',
    async reach(visit) {
      await pressed(visit, 'Details…');
      await visit.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'gallery-toast',
    async reach(visit) {
      await pressed(visit, 'Show a long one');
      await visit.page.getByText('The export is being made').waitFor();
    },
  },
];
