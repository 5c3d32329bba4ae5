import { readDocument } from './secret-document.ts';

/** A login as a secret of Secrets Manager holds it. */
export interface LoginSecret {
  username: string;
  password: string;
}

/**
 * Reads `{"username", "password"}`. An operator may have written it by hand: what is thrown then is logged, and for a
 * migration shown in the events of the stack, so it quotes nothing of the text.
 *
 * @throws Error where it is anything else.
 */
export function readLoginSecret(text: string): LoginSecret {
  const { username, password } = readDocument(text) as Partial<Record<keyof LoginSecret, unknown>>;
  if (typeof username !== 'string' || !username || typeof password !== 'string' || !password)
    throw new Error('the secret is no login: it must hold "username" and "password"');
  return { username, password };
}
