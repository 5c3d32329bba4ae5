import { readFileSync } from 'node:fs';

export interface Logo {
  bytes: Buffer;
  kind: 'svg' | 'png';
}

/** It is in every page's first view. */
const mostBytes = 100_000;

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What makes an SVG more than a picture: it would run on the site's origin where somebody opens the file itself. */
const active = /<script|<foreignObject|\son\w+\s*=|javascript:|<!ENTITY/i;

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
  if (bytes.length > mostBytes) return refuse(`has ${bytes.length} bytes: at most ${mostBytes} load quickly`);
  if (bytes.subarray(0, pngStart.length).equals(pngStart)) return { bytes, kind: 'png' };
  const text = bytes.toString();
  if (!/<svg[\s>]/i.test(text)) return refuse('is neither SVG nor PNG: save it as one of them');
  if (active.test(text)) return refuse('holds a script, a handler or foreign content: save it as a plain SVG');
  return { bytes, kind: 'svg' };
}
