/** Prints which attack cases and ASVS requirements have a test, by the ids in the tests' titles. */
import asvs from '../../test/rules/asvs-ids.json' with { type: 'json' };
import attacks from '../../test/rules/attack-ids.json' with { type: 'json' };
import { asvsCoverage, attackCoverage, type Coverage } from '../../test/rules/ids.ts';
import { readTree } from '../../test/rules/tree.ts';

function print(what: string, { shown, missing, unknown }: Coverage): void {
  const all = shown.length + missing.length;
  process.stdout.write(`${what}: ${shown.length} of ${all} have a test.\n`);
  if (missing.length > 0) process.stdout.write(`  without: ${missing.join(' ')}\n`);
  if (unknown.length > 0) process.stdout.write(`  further: ${unknown.join(' ')}\n`);
}

const tree = readTree();
print('Attack cases', attackCoverage(tree, attacks));
print('ASVS 5.0 requirements that a test can show', asvsCoverage(tree, asvs));
