import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTree, root } from './tree.ts';

/** The alarms of every stage that is synthesised: `test/infra/platform.test.ts` holds the snapshot to the templates. */
function alarmsIn(snapshot: string): string[] {
  const names = [...snapshot.matchAll(/"AlarmName": "gatehouse-example-(?:standard|economy)-([\w-]+)"/g)];
  return [...new Set(names.map(([, name = '']) => name))].sort();
}

function headingsIn(page: string): string[] {
  return [...page.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading).sort();
}

describe('the runbooks', () => {
  const alarms = alarmsIn(readFileSync(join(root, 'test/infra/__snapshots__/platform.test.ts.snap'), 'utf8'));
  const page = readTree().get('docs/operations/runbooks.md') ?? '';

  it('have a section for every alarm, and for no other', () => {
    expect(alarms.length).toBeGreaterThan(15);
    expect(headingsIn(page)).toEqual(alarms);
  });
  it('would be caught without one', () => {
    expect(headingsIn(page.replace('## mail-late', '## mail-soon'))).not.toEqual(alarms);
  });
  it('say of each alarm what to look at and what to do', () => {
    const sections = page.split(/^## /m).slice(1);
    expect(sections.filter((section) => !/- \*\*Look:\*\*/.test(section) || !/- \*\*Do:\*\*/.test(section))).toEqual(
      [],
    );
  });
});
