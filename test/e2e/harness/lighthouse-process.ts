/**
 * Audits pages with Lighthouse and prints what it found as JSON. A process of its own: Lighthouse measures the process
 * that it runs in, and does not load in jest's.
 *
 * Arguments: addresses of pages.
 */
import lighthouse from 'lighthouse';
import { freePort } from '../../services/server.ts';
import { launchChromium } from './chromium.ts';

export interface Audit {
  url: string;
  /** 0 to 100 by category. */
  scores: Record<string, number>;
  /** Each audit that took points away, with its own words. */
  faults: string[];
}

const port = await freePort();
const browser = await launchChromium({ port });
const audits: Audit[] = [];
for (const url of process.argv.slice(2)) {
  const options = { port, logLevel: 'error', onlyCategories: ['accessibility', 'best-practices'] } as const;
  const result = await lighthouse(url, { ...options, onlyCategories: [...options.onlyCategories] });
  if (!result) throw new Error(`no result for ${url}`);
  const { categories, audits: all, runtimeError } = result.lhr;
  if (runtimeError) throw new Error(`${url}: ${runtimeError.message}`);
  const weighed = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
  audits.push({
    url,
    scores: Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)])),
    faults: weighed.flatMap(({ id }) => {
      const audit = all[id];
      return audit && audit.score !== null && audit.score < 1
        ? [`${id}: ${audit.title} ${audit.displayValue ?? ''}`]
        : [];
    }),
  });
}
await browser.close();
process.stdout.write(JSON.stringify(audits));
