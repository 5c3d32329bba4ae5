import { s3Archive } from '../../lambdas/adapters/archive/s3.ts';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import type { Archive } from '../../lambdas/ports/archive.ts';
import {
  answering,
  type FaultyService,
  faults,
  losesTheAnswer,
  startFaultyService,
} from '../services/faulty-service.ts';
import { type S3, s3Error, startS3 } from '../services/s3.ts';
import { freePort } from '../services/server.ts';
import { standIn } from '../services/stand-in.ts';
import { archiveSuite, bytes } from './archive.suite.ts';

const unavailable = { name: 'DependencyUnavailable', dependency: 'archive' };
const clock = movableClock({ start: new Date('2026-11-25T12:00:00.000Z'), frozen: true });
const retention = { mode: 'COMPLIANCE', days: 400 } as const;
let s3: S3;
beforeAll(async () => {
  s3 = await startS3();
});
beforeEach(() => s3.objects.clear());
afterAll(() => s3.close());

const open = (service = s3.service) => s3Archive({ clock, bucket: s3.bucket, retention, service });

describe('the archive in S3', () => {
  archiveSuite(open);

  it('locks each object until its retention is over', async () => {
    await open().put('seal', bytes('x'));
    const retainUntil = new Date('2027-12-30T12:00:00.000Z');
    expect(s3.objects.get('seal')).toMatchObject({ mode: 'COMPLIANCE', retainUntil });
  });
  it('keeps the first content of a name, and its lock', async () => {
    await open().put('seal', bytes('first'));
    const held = s3.objects.get('seal');
    clock.advance(86_400);
    await open()
      .put('seal', bytes('second'))
      .catch(() => {});
    expect(s3.objects.get('seal')).toBe(held);
  });
  it('lists more names than one page of S3 holds', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `n${String.fromCharCode(97 + n)}`);
    for (const name of names) await open().put(name, bytes(name));
    expect(await open().list('n')).toEqual(names);
  });
});

describe('an S3', () => {
  let between: FaultyService;
  let archive: Archive;
  beforeAll(async () => {
    between = await startFaultyService(s3.port);
  });
  beforeEach(async () => {
    between.play(null);
    archive = open(between.service);
    await archive.put('held', bytes('held'));
  });
  afterAll(() => between.close());

  const reads = () => Promise.allSettled([archive.get('held'), archive.list('')]);
  const refused = { status: 'rejected', reason: unavailable };
  const { 'stops in the middle of its answer': stops, ...others } = faults;
  const slowDown = answering(503, s3Error('SlowDown'));
  const outages = {
    ...others,
    'throttles everything': slowDown,
    'denies access': answering(403, s3Error('AccessDenied')),
  };

  it.each(Object.entries(outages))('that %s is unavailable, and used again once it works', async (_what, fault) => {
    between.play(fault);
    const outcomes = await Promise.allSettled([
      archive.put('new', bytes('new')),
      archive.get('held'),
      archive.list(''),
    ]);
    expect(outcomes).toMatchObject([refused, refused, refused]);
    between.play(null);
    await archive.put('new', bytes('new'));
    expect(await archive.get('held')).toEqual(bytes('held'));
    expect(await archive.list('')).toEqual(['held', 'new']);
  });
  it('that stops in the middle of its answer is unavailable to whoever reads', async () => {
    between.play(stops);
    expect(await reads()).toMatchObject([refused, refused]);
  });
  it('that answers another content than was put is unavailable', async () => {
    between.play(async ({ pass, response }) => {
      const { headers } = await pass();
      response.writeHead(200, { ...headers, 'content-length': 7 }).end('changed');
    });
    await expect(archive.get('held')).rejects.toMatchObject(unavailable);
  });
  it('that knows no such bucket is unavailable, not empty', async () => {
    between.play(answering(404, s3Error('NoSuchBucket')));
    expect(await reads()).toMatchObject([refused, refused]);
  });
  it('that listens nowhere is unavailable', async () => {
    archive = open(standIn(await freePort()));
    expect(await reads()).toMatchObject([refused, refused]);
  });
  it('that answers another writer first is unavailable to the second: nobody knows yet who won', async () => {
    between.play(answering(409, s3Error('ConditionalRequestConflict')));
    await expect(archive.put('new', bytes('new'))).rejects.toMatchObject(unavailable);
  });
  it('that throttles once takes the object at the next try', async () => {
    between.play(slowDown, 1);
    await archive.put('new', bytes('new'));
    expect(await archive.get('new')).toEqual(bytes('new'));
  });
  it('whose answer is lost says no longer whether it took the object, and is not asked to take it again', async () => {
    between.play(losesTheAnswer, 1);
    await expect(archive.put('new', bytes('new'))).rejects.toMatchObject(unavailable);
    expect(between.requests()).toBe(1);
    expect(await archive.get('new')).toEqual(bytes('new'));
  });
});
