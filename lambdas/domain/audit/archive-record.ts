/** What the archive says of the audit log: signed records (RFC 7515, compact) that nobody can change or remove. */
import { CompactSign, compactVerify, importJWK, type JWK } from 'jose';
import * as z from 'zod/mini';
import type { Platform } from '../../kernel/context.ts';
import { AlreadyArchived, type Archive } from '../../ports/archive.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';

/** Id, time and hash of a sealed row; and, where it says whether an account may be used, its action and that account. */
const sealedRow = z.union([
  z.tuple([z.uuid(), z.iso.datetime(), z.string()]),
  z.tuple([z.uuid(), z.iso.datetime(), z.string(), z.string(), z.uuid()]),
]);

/** A stretch of the chain, from the head before it to the head after it. */
const checkpoint = z.object({
  kind: z.literal('checkpoint'),
  chain: z.string(),
  at: z.iso.datetime(),
  first: z.int(),
  last: z.int(),
  before: z.string(),
  head: z.string(),
  /** Whether every row that was there at that time is sealed: an older one that comes later was dated back. */
  complete: z.boolean(),
  rows: z.array(sealedRow),
});

/** A month that went, for its time was over. */
const drop = z.object({
  kind: z.literal('drop'),
  chain: z.string(),
  at: z.iso.datetime(),
  month: z.string().check(z.regex(/^\d{4}-\d{2}$/)),
});

const record = z.discriminatedUnion('kind', [checkpoint, drop]);
export type SealedRow = z.output<typeof sealedRow>;
export type Checkpoint = z.output<typeof checkpoint>;

export type ArchiveRecord = z.output<typeof record>;

const type = 'gatehouse-audit+jws';
export const archivePrefix = 'seals/';

const digits = (seq: number) => String(seq).padStart(10, '0');

export function nameOfRecord(one: ArchiveRecord): string {
  const name = one.kind === 'drop' ? `drop-${one.month}` : `${digits(one.first)}-${digits(one.last)}`;
  return `${archivePrefix}${one.chain}/${name}.jws`;
}

/**
 * Signs the record by the platform's current key and puts it, and the public key under its id. One that is there
 * already stays: it says the same, for the chain does not change.
 *
 * @returns its name
 */
export async function putRecord({ keys, archive }: Platform, one: ArchiveRecord): Promise<string> {
  const { current, jwks } = await keys.signing();
  const jwk = jwks.keys.find(({ kid }) => kid === current.kid);
  await put(archive, nameOfKey(current.kid), JSON.stringify(jwk));
  const signed = await new CompactSign(Buffer.from(JSON.stringify(one)))
    .setProtectedHeader({ alg: current.alg, kid: current.kid, typ: type })
    .sign(current.privateKey);
  const name = nameOfRecord(one);
  await put(archive, name, signed);
  return name;
}

async function put(archive: Archive, name: string, content: string): Promise<void> {
  try {
    await archive.put(name, Buffer.from(content));
  } catch (error) {
    if (!(error instanceof AlreadyArchived)) throw error;
  }
}

const keyPrefix = `${archivePrefix}keys/`;

function nameOfKey(kid: string): string {
  return `${keyPrefix}${kid}.json`;
}

export interface RecordReader {
  /** The names of all records, in order: those of a chain together, by their numbers. */
  names: readonly string[];
  /** Null where the signature is of no archived key, or something else stands under the name. */
  read(name: string): Promise<ArchiveRecord | null>;
}

/** Opens the archive for who checks it; signatures are checked by the public keys that stand there. */
export async function readRecords(archive: Archive): Promise<RecordReader> {
  const all = await archive.list(archivePrefix);
  const keys = new Map<string, Awaited<ReturnType<typeof importJWK>>>();
  for (const name of all.filter((one) => one.startsWith(keyPrefix))) {
    const jwk = JSON.parse(Buffer.from((await archive.get(name)) ?? []).toString()) as JWK;
    keys.set(name.slice(keyPrefix.length, -'.json'.length), await importJWK(jwk, 'ES256'));
  }
  return {
    names: all.filter((one) => !one.startsWith(keyPrefix)),
    async read(name) {
      try {
        const { payload } = await compactVerify(
          (await archive.get(name)) ?? '',
          ({ kid = '', typ }) => {
            const key = keys.get(kid);
            if (!key || typ !== type) throw new Error('signed by nobody who is known');
            return key;
          },
          { algorithms: ['ES256'] },
        );
        const read = record.parse(JSON.parse(Buffer.from(payload).toString()));
        return nameOfRecord(read) === name ? read : null;
      } catch (error) {
        if (error instanceof DependencyUnavailable) throw error;
        return null;
      }
    },
  };
}
