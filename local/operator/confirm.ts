import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

export interface Dialogue {
  input: Readable;
  output: Writable;
}

/**
 * Asks for the name of the stage to be typed again.
 *
 * @throws Error where something else is typed, or nothing.
 */
export async function confirmStage(stage: string, consequence: string, { input, output }: Dialogue): Promise<void> {
  const lines = createInterface({ input, output });
  // Input that ends answers nothing: a script has to say --yes.
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const typed = await Promise.race([lines.question(`${consequence}\nType the name of the stage to go on: `), ended]);
    if (typed.trim() !== stage) throw new Error(`That is not "${stage}": nothing was done`);
  } finally {
    lines.close();
  }
}
