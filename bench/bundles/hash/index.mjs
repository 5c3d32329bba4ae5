/** How long the first password hash of a process takes: it is the password's price, not the function's. */
import { hash } from 'bcryptjs';

export async function handler({ cost }) {
  const began = performance.now();
  await hash('a password that nobody has', cost);
  return { milliseconds: performance.now() - began };
}
