import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
/** The rules among them that look at colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** What is in order is not described. */
const violationsAlone = { resultTypes: ['violations' as const] };

export interface Looking {
  /** At a part of the page alone. */
  part?: string | undefined;
  /** By the rules of colours alone, for a page that was looked at in another scheme already. */
  coloursOnly?: boolean;
}

/** What axe finds on the page as it is, one line for each element. */
export async function axeFindings(page: Page, { part, coloursOnly = false }: Looking = {}): Promise<string[]> {
  // The page keeps the source, which is half a megabyte, from one look to the next.
  const isThere = await page.evaluate(() => 'axe' in window);
  // One document without frames: the legacy way looks at all of it and opens no page of its own.
  const whole = new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) }).setLegacyMode().options(violationsAlone);
  const axe = coloursOnly ? whole.withRules(colourRules) : whole.withTags(rules);
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${help} at ${target.join(' ')}\n${failureSummary}`),
  );
}
