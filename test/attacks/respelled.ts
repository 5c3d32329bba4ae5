const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Other texts that a lenient decoder takes for the same 32 bytes, and near misses. */
export function respelled(token: string): string[] {
  const last = alphabet.indexOf(token.slice(-1));
  // 43 characters hold 258 bits: the last two are of no byte, so three other last characters decode alike.
  const twins = [1, 2, 3].map((bits) => token.slice(0, -1) + alphabet.charAt(last ^ bits));
  const standard = token.replaceAll('-', '+').replaceAll('_', '/');
  return [
    ...twins,
    `${token}=`, // padding
    `${token}%00`, // an encoded NUL
    `${token} `, // a space
    `\n${token}`, // a line break
    `${standard}=`, // the standard alphabet and padding
    token.slice(0, -1), // a character too few
    token + token, // itself twice
    (token.startsWith('A') ? 'B' : 'A') + token.slice(1), // a changed first character
  ];
}
