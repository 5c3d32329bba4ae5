import type { Letter } from './letter.ts';

/** The plain text of a mail: link and code each stand alone on a line, so that they are copied without a slip. */
export function layoutText(letter: Letter, brand: string): string {
  const blocks = [
    letter.greeting,
    ...letter.opening,
    letter.facts?.map((fact) => `${fact.name}: ${fact.value}`).join('\n'),
    letter.action && `${letter.action.lead}\n${letter.action.url.replace(/^mailto:/, '')}`,
    letter.code && `${letter.code.lead}\n\n${letter.code.code}`,
    ...letter.closing,
    `-- \n${brand}`,
  ];
  return `${blocks.filter((block) => block !== undefined && block !== '').join('\n\n')}\n`;
}
