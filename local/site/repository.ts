import { join } from 'node:path';

/** The folder that holds this program, with the sources of the site and what is built of them. */
export const repository = join(import.meta.dirname, '../..');
