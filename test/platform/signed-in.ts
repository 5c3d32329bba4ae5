import { type TestPlatform, tokenIn } from '../platform.ts';
import type { Browser } from './browser.ts';

export interface SignedIn {
  /** Where it was done: it holds the cookies. */
  browser: Browser;
  /** The access token. */
  bearer: string;
  userId: string;
}

/** Registers, proves the mailbox and signs in, as a person does in one browser. */
export async function signedIn(at: TestPlatform, email = 'ada@example.com'): Promise<SignedIn> {
  const browser = at.browser();
  const person = { email, password: 'correct horse battery', name: 'Ada' };
  const { client } = browser;
  const asked = await client.registration.register({ body: person });
  if (!asked.ok) throw new Error(`register: ${asked.code}`);
  const proof = { token: tokenIn(await at.mailbox.last(email)), request_token: asked.data.request_token };
  const verified = await client.registration.verifyEmail({ body: proof });
  if (!verified.ok) throw new Error(`verify: ${verified.code}`);
  const tokens = await client.passwordLogin.login({ body: { email, password: person.password } });
  if (!tokens.ok) throw new Error(`login: ${tokens.code}`);
  return { browser, bearer: tokens.data.access_token, userId: tokens.data.user.id };
}
