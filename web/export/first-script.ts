import { trustedTypes } from './trusted-types.ts';

/**
 * Marks a page that one of its scripts did not reach: it never comes to life, and says so by itself (incomplete-page.tsx).
 * The event of a lost file goes through the window on its way down alone (DOM 2.9).
 */
const lostScripts =
  'addEventListener("error",({target})=>{if(target instanceof HTMLScriptElement)document.documentElement.dataset.incomplete=""},true);';

/** What runs in every page before any other script. */
export const firstScript = `${trustedTypes}${lostScripts}`;
