import { titles } from './titles.ts';
import type { Tree } from './tree.ts';

export interface Coverage {
  /** Ids of the list that some test's title ends in. */
  shown: string[];
  missing: string[];
  /** Ids in titles that the list does not have. */
  unknown: string[];
}

/** Which attack cases (`[A41]`) of the list have a test, by the titles of all tests. */
export function attackCoverage(tree: Tree, list: readonly string[]): Coverage {
  return coverage(tree, list, /\bA\d{2,3}\b/g);
}

/** Which requirements of ASVS 5.0 (`[ASVS 9.1.2]`) of the list have a test. */
export function asvsCoverage(tree: Tree, list: readonly string[]): Coverage {
  return coverage(tree, list, /\b\d{1,2}\.\d{1,2}\.\d{1,2}\b/g);
}

function coverage(tree: Tree, list: readonly string[], id: RegExp): Coverage {
  const found = new Set(
    titles(tree)
      .flatMap(({ path }) => (path.at(-1) ?? '').match(/\[(?:A\d{2,3}|ASVS )[^\]]*\]/g) ?? [])
      .flatMap((bracket) => bracket.match(id) ?? []),
  );
  return {
    shown: list.filter((one) => found.has(one)),
    missing: list.filter((one) => !found.has(one)),
    unknown: [...found].filter((one) => !list.includes(one)),
  };
}
