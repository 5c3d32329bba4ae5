/** What Base UI tells with a wish to close. */
interface Wish {
  reason: string;
  event: Event;
}

const dialogs = '[role=dialog], [role=alertdialog]';

/**
 * Whether a wish to close a dialog was meant for another one that lies above it, without being a part of it: the one
 * that asks for a proof of who somebody is.
 */
export function isMeantForAnother({ reason, event }: Wish, own: HTMLElement | null): boolean {
  const place = reason === 'escape-key' ? document.activeElement : event.target;
  const above = place instanceof Element ? place.closest(dialogs) : null;
  return above !== null && above !== own && (reason === 'escape-key' || reason === 'outside-press');
}
