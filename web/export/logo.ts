import { readFileSync } from 'node:fs';
import { elementsIn, scriptsIn } from './markup.ts';

export interface Logo {
  bytes: Buffer;
  kind: 'svg' | 'png';
}

/** It is in every page's first view. */
const mostBytes = 100_000;

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Reads a picture; null, with a fault, where it is none that can be shown to everyone. */
export function readLogo(path: string, faults: string[]): Logo | null {
  const refuse = (why: string) => {
    faults.push(`GATEHOUSE_BRAND_LOGO ${path} ${why}`);
    return null;
  };
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return refuse(`cannot be read (${(error as NodeJS.ErrnoException).code}): name an .svg or .png file`);
  }
  if (bytes.length > mostBytes) return refuse(`has ${bytes.length} bytes: make it smaller than ${mostBytes}`);
  if (bytes.subarray(0, pngStart.length).equals(pngStart)) return { bytes, kind: 'png' };
  const elements = elementsIn(bytes.toString());
  if (!elements.some(({ tagName }) => tagName === 'svg'))
    return refuse('is neither SVG nor PNG: save it as one of them');
  // A browser runs them on this site's origin where somebody opens the picture by its own address.
  const active = elements.flatMap((element) =>
    /^(script|foreignobject|iframe|set)$/i.test(element.tagName) ? [`<${element.tagName}>`] : scriptsIn(element),
  );
  if (active.length > 0) return refuse(`holds ${active.join(', ')}: save it as a plain picture`);
  return { bytes, kind: 'svg' };
}
