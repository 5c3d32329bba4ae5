import { idleMonth, type Line, millionSignIns, total, totalAlone, usedMonth } from './estimate.ts';
import type { Inventory } from './inventory.ts';
import { prices } from './prices.ts';

/** One stage, by the name that heads its column. */
export interface Column {
  name: string;
  stage: Inventory;
}

/** Three tables as Markdown, a column for each stage. docs/operations/cost.md holds them as they are. */
export function costReport(columns: readonly Column[]): string {
  const table = (title: string, bill: (stage: Inventory) => Line[], alone: boolean) => {
    const bills = columns.map(({ stage }) => bill(stage));
    const items = bills[0]?.map(({ item }) => item) ?? [];
    const rows = items.map((item, index) => [item, ...bills.map((lines) => dollars(lines[index]?.amount ?? 0))]);
    return [
      row([title, ...columns.map(({ name }) => name)]),
      row(['---', ...columns.map(() => '---:')]),
      ...rows.map(row),
      row(['**together**', ...bills.map((lines) => `**${dollars(total(lines))}**`)]),
      ...(alone ? [row(['… alone in its account', ...bills.map((lines) => dollars(totalAlone(lines)))])] : []),
    ].join('\n');
  };
  return [
    `US dollars without tax, list prices of ${prices.region}, noted on ${prices.checkedOn}: check them again.`,
    table('a month, idle', idleMonth, true),
    table('besides, a month with people in it', usedMonth, true),
    table('a million sign-ins by password', millionSignIns, false),
  ].join('\n\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function dollars(amount: number): string {
  return amount > 0 && amount < 0.01 ? '< 0.01' : amount.toFixed(2);
}
