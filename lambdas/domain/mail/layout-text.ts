import { type Letter, shownUrl } from './letter.ts';

/** Columns: a terminal has 80, and a reply puts a mark before each line (RFC 5322 2.1.1 asks for at most 78). */
const width = 76;

/** The plain text of a mail: link and code each stand alone on a line, so that they are copied without a slip. */
export function layoutText(letter: Letter, brand: string): string {
  const blocks = [
    letter.greeting,
    ...letter.opening,
    letter.facts?.map((fact) => `${fact.name}: ${fact.value}`).join('\n'),
    letter.action && `${letter.action.lead}\n${shownUrl(letter.action.url)}`,
    letter.code && `${letter.code.lead}\n\n${letter.code.code}`,
    ...letter.closing,
  ];
  const said = blocks.filter((block) => block !== undefined && block !== '').map(wrapped);
  // Two hyphens and a space begin a signature (RFC 3676 4.3).
  return `${[...said, `-- \n${brand}`].join('\n\n')}\n`;
}

function wrapped(block = ''): string {
  return block.split('\n').map(wrappedLine).join('\n');
}

/** Broken between words alone: a URL stays whole, whatever its length. */
function wrappedLine(line: string): string {
  const lines = [''];
  for (const word of line.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && [...last, ...word].length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}
