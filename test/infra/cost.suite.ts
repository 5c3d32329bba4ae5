import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inventoryOf } from '../../local/cost/inventory.ts';
import { costReport } from '../../local/cost/report.ts';
import { root } from '../rules/tree.ts';
import type { Synthesis } from './synthesis.ts';

/** The pages that tell what a stage costs tell what `npm run cost` computes. */
export function costSuite(synthesised: () => Synthesis): void {
  it('costs what the pages say', () => {
    const { config, templates } = synthesised();
    const stage = inventoryOf(Object.values(templates), 'password-login');
    const name = `${config.name} (${config.profile})`;
    const said = columnOf(readFileSync(join(root, 'docs/operations/cost.md'), 'utf8'), name);
    const computed = columnOf(costReport([{ name, stage }]), name);
    expect(computed.length).toBeGreaterThan(25);
    expect(said).toEqual(computed);
    const sums = computed
      .filter(([item]) => item === '**together**')
      .map(([, amount = '']) => Math.round(Number(amount.replaceAll('*', ''))));
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    expect(readme).toContain(`| \`${config.profile}\` | ${sums.map((sum) => `$${sum}`).join(' | ')} |`);
  });
}

/** Item and amount of each row of the tables that have a column of that name. */
function columnOf(page: string, name: string): string[][] {
  let at = -1;
  return page.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.length < 4) at = -1;
    else if (cells.includes(name)) at = cells.indexOf(name);
    else if (at > 0 && !cells[1]?.startsWith('---')) return [[cells[1] ?? '', cells[at] ?? '']];
    return [];
  });
}
