import asvs from './asvs-ids.json' with { type: 'json' };
import attacks from './attack-ids.json' with { type: 'json' };
import { asvsCoverage, attackCoverage } from './ids.ts';
import { readTree } from './tree.ts';

const tree = readTree();
const planted = (line: string) => new Map([['test/x.test.ts', line]]);

describe('the list of attack cases', () => {
  it('has a test for every case', () => {
    expect(attackCoverage(tree, attacks).missing).toEqual([]);
  });
  it('is told of no requirement that ASVS 5.0 does not have', () => {
    expect(asvsCoverage(tree, asvs).unknown).toEqual([]);
  });

  it('counts an id at the end of a title, of a group, and of a table', () => {
    const text = "describe('a [A41, A42]', () => { it.each(rows)('b %s [A43] [ASVS 9.1.2]', run); });";
    expect(attackCoverage(planted(text), ['A41', 'A42', 'A43']).missing).toEqual([]);
    expect(asvsCoverage(planted(text), ['9.1.2', '9.1.3'])).toEqual({
      shown: ['9.1.2'],
      missing: ['9.1.3'],
      unknown: [],
    });
  });
  it('counts no id that stands in a comment, a body or plain words', () => {
    const text = "// [A41]\nit('withstands A41', () => { expect('[A41]').toBe(1); });";
    expect(attackCoverage(planted(text), ['A41'])).toEqual({ shown: [], missing: ['A41'], unknown: [] });
  });
});
