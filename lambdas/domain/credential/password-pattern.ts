/** What fingers run along, forwards and backwards; each starts again at its end (`890123`, `xyzabc`). */
const rings = ['01234567890', 'abcdefghijklmnopqrstuvwxyza', 'qwertyuiopq', 'asdfghjkla', 'zxcvbnmz'];
/** A repeated unit up to this length adds nothing to the unit. */
const longestUnit = 4;
/** Runs this long on average are what makes a password a walk along them; ordinary words stay near 1. */
const averageRun = 4;

/** Whether a folded password is a short unit over and over (`abcabcabcabc`) or a few runs (`qwerty123456`). */
export function isPattern(folded: string): boolean {
  const characters = [...folded];
  return isRepetition(characters) || runsIn(characters) * averageRun <= characters.length;
}

function isRepetition(characters: readonly string[]): boolean {
  for (let unit = 1; unit <= longestUnit && unit < characters.length; unit++) {
    if (characters.every((character, index) => index < unit || character === characters[index - unit])) return true;
  }
  return false;
}

/** How many runs there are: a run goes on while one and the same stride leads from each character to the next. */
function runsIn(characters: readonly string[]): number {
  let runs = 1;
  /** The strides that the run so far could be; null at its first character. */
  let possible: readonly string[] | null = null;
  for (const [index, character] of characters.entries()) {
    if (index === 0) continue;
    const strides: readonly string[] = stridesBetween(characters[index - 1] ?? '', character);
    const shared: readonly string[] = possible?.filter((stride) => strides.includes(stride)) ?? strides;
    possible = shared.length > 0 ? shared : null;
    if (possible === null) runs++;
  }
  return runs;
}

/** `op` lies on the alphabet and on the keyboard, so that a pair can have several. */
function stridesBetween(from: string, to: string): string[] {
  if (from === to) return ['same'];
  return rings.flatMap((ring, index) => [
    ...(ring.includes(from + to) ? [`${index} forwards`] : []),
    ...(ring.includes(to + from) ? [`${index} backwards`] : []),
  ]);
}
