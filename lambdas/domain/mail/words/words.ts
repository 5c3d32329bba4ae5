import type { en } from './en.ts';

/** What a language must say. A further one is a table of this type beside `en.ts`. */
export type Words = typeof en;
