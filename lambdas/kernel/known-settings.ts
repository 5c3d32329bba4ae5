/** Variables `GATEHOUSE_…` that something else than `config.ts` reads, so that a misspelt one is told from them. */
import { keyPurposes } from '../ports/keys.ts';

/** What the stacks set for `compose/` (infra/constructs/environment.ts), and what functions to come will read. */
const ofStacks = [
  'GATEHOUSE_METRICS_NAMESPACE',
  'GATEHOUSE_DATABASE_CLUSTER',
  'GATEHOUSE_DATABASE_NAME',
  'GATEHOUSE_DATABASE_SECRET',
  'GATEHOUSE_DATABASE_APP_SECRET',
  'GATEHOUSE_STORE_TABLE',
  'GATEHOUSE_STORE_URL',
  'GATEHOUSE_STORE_SECRET',
  'GATEHOUSE_JOB_NUDGE_TABLE',
  'GATEHOUSE_NUDGE_TABLE',
  ...['signing', ...keyPurposes, 'edge'].map((secret) => `GATEHOUSE_SECRET_${secret.toUpperCase()}`),
  'GATEHOUSE_PUBLIC_KEYS',
  'GATEHOUSE_ARCHIVE_BUCKET',
  'GATEHOUSE_ARCHIVE_DAYS',
  'GATEHOUSE_MAIL_CONFIGURATION_SET',
  'GATEHOUSE_FIRST_ADMINISTRATOR',
  'GATEHOUSE_RP_ID',
  'GATEHOUSE_PREVIOUS_RP_IDS',
  'GATEHOUSE_PROVIDER_SECRETS',
];
/** The site's brand (web/export/brand.ts). */
const ofSite = [
  'GATEHOUSE_BRAND_LOGO',
  'GATEHOUSE_BRAND_ACCENT',
  'GATEHOUSE_BRAND_ACCENT_DARK',
  'GATEHOUSE_BRAND_LINKS',
];
/** `npm start` (local/options.ts), and journeys in a browser. */
const ofMachine = [
  'GATEHOUSE_DATA',
  'GATEHOUSE_NO_WEB',
  'GATEHOUSE_NO_SEED',
  'GATEHOUSE_NO_LIMITS',
  'GATEHOUSE_VERBOSE',
  'GATEHOUSE_CHROMIUM',
  'GATEHOUSE_SCREENSHOTS',
];

export const knownBesides: readonly string[] = [...ofStacks, ...ofSite, ...ofMachine];

/**
 * A fault for each variable of ours that nothing reads, with the name that was meant: taken silently, a misspelt setting
 * would leave its default in force.
 *
 * @param settings the names of the settings themselves.
 */
export function unknownSettings(
  environment: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): string[] {
  const known = new Set([...settings, ...knownBesides]);
  return Object.keys(environment)
    .filter((name) => name.startsWith('GATEHOUSE_') && environment[name] !== undefined && !known.has(name))
    .map((name) => {
      const meant = nearest(name, known);
      return `${name} is no setting${meant === null ? '' : `; did you mean ${meant}?`}`;
    });
}

/** Null where even the nearest one is another word altogether. */
function nearest(name: string, known: Iterable<string>): string | null {
  const most = Math.ceil((name.length - 'GATEHOUSE_'.length) / 3);
  const [best] = [...known]
    .map((candidate) => ({ candidate, edits: editsBetween(name, candidate) }))
    .sort((one, other) => one.edits - other.edits);
  return best && best.edits <= most ? best.candidate : null;
}

/** How many characters are put in, left out or replaced from one to the other (Levenshtein's distance). */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [line, character] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, candidate] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (character === candidate ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
