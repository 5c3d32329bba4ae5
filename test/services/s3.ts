import { createHash } from 'node:crypto';
import { type Answer, type Received, type StandIn, startStandIn, takesOwn } from './stand-in.ts';

export interface LockedObject {
  content: Buffer;
  mode: string;
  retainUntil: Date;
}

/** A call as S3 authorizes it: every permission is asked of who calls, under these condition keys. */
export interface Asked {
  permissions: string[];
  conditions: Record<string, string | number>;
}

export interface S3 extends StandIn {
  bucket: string;
  objects: Map<string, LockedObject>;
  /** Of each put, in order. */
  asked: Asked[];
}

/** So few that lists of tests are longer than one page. */
const pageLength = 3;

/**
 * A stand-in for three actions of S3 on one bucket, which must be put as the archive promises: under a free name, with a
 * right SHA-256 checksum and a retention lock. It knows no way to remove anything.
 */
export async function startS3(bucket = 'archive'): Promise<S3> {
  const objects = new Map<string, LockedObject>();
  const asked: Asked[] = [];

  function put(name: string, { headers, body }: Received): Answer {
    const header = (of: string) => headers[of]?.toString() ?? '';
    const [mode, until] = [header('x-amz-object-lock-mode'), header('x-amz-object-lock-retain-until-date')];
    asked.push(askedFor(mode, until, header('if-none-match')));
    if (header('if-none-match') !== '*' || !/^(COMPLIANCE|GOVERNANCE)$/.test(mode) || Number.isNaN(Date.parse(until)))
      return refusal(400, 'InvalidRequest');
    if (!takesOwn(headers.connection)) return refusal(400, 'InvalidRequest');
    if (header('x-amz-checksum-sha256') !== sha256(body)) return refusal(400, 'BadDigest');
    if (objects.has(name)) return refusal(412, 'PreconditionFailed');
    objects.set(name, { content: body, mode, retainUntil: new Date(until) });
    return { status: 200, headers: { etag: '"e"' } };
  }

  function list(query: URLSearchParams): Answer {
    const from = query.get('continuation-token') ?? '';
    const names = [...objects.keys()]
      .sort()
      .filter((name) => name.startsWith(query.get('prefix') ?? '') && name > from);
    const page = names.slice(0, pageLength);
    const contents = page.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
    const next = names.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const body = `<KeyCount>${page.length}</KeyCount><IsTruncated>${next !== ''}</IsTruncated>${next}${contents}`;
    return xml(200, `<ListBucketResult>${body}</ListBucketResult>`);
  }

  const service = await startStandIn((received) => {
    const { method, url } = received;
    const name = decodeURIComponent(url.pathname.slice(`/${bucket}/`.length));
    if (!url.pathname.startsWith(`/${bucket}`)) return refusal(404, 'NoSuchBucket');
    if (method === 'PUT') return put(name, received);
    if (method !== 'GET') return refusal(403, 'AccessDenied');
    if (url.searchParams.get('list-type') === '2') return list(url.searchParams);
    const held = objects.get(name);
    if (!held) return refusal(404, 'NoSuchKey');
    return { status: 200, headers: { 'x-amz-checksum-sha256': sha256(held.content) }, body: held.content };
  });
  return { ...service, bucket, objects, asked };
}

/** Service Authorization Reference, S3: to lock an object as it is put is a permission of its own. */
function askedFor(mode: string, until: string, ifNoneMatch: string): Asked {
  const over: Asked['conditions'] = ifNoneMatch === '' ? {} : { 's3:if-none-match': ifNoneMatch };
  if (mode === '') return { permissions: ['s3:PutObject'], conditions: over };
  const days = Math.floor((Date.parse(until) - Date.now()) / 86_400_000);
  const conditions = { ...over, 's3:object-lock-mode': mode, 's3:object-lock-remaining-retention-days': days };
  return { permissions: ['s3:PutObject', 's3:PutObjectRetention'], conditions };
}

/** The body of an error as S3 answers it. */
export function s3Error(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64');
}

function refusal(status: number, code: string): Answer {
  return xml(status, s3Error(code));
}

function xml(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
