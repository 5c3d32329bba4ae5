/** Looks that several components share. */

/** What floats above the page: menus and dialogs. */
export const floating = 'rounded-card border border-line bg-surface text-ink shadow-float outline-none';

/** A button of one icon, its name in `aria-label`; as large as a finger (WCAG 2.2 2.5.8). */
export const iconButton =
  'grid size-11 shrink-0 cursor-pointer place-items-center rounded-control text-soft transition-colors hover:bg-sunken hover:text-ink';

/** The dimmed page behind a dialog. */
export const veil =
  'fixed inset-0 bg-veil transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0';
