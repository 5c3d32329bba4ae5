import { sql } from 'drizzle-orm';
import { putRecord } from '../../lambdas/domain/audit/archive-record.ts';
import { auditInsert, auditRow } from '../../lambdas/domain/audit/audit.ts';
import { auditChain } from '../../lambdas/domain/audit/audit-chain.ts';
import { eraseAuditOfPurged } from '../../lambdas/domain/audit/audit-erasure.ts';
import { newId } from '../../lambdas/kernel/id.ts';
import { checkAudit } from '../../lambdas/workers/audit-check/check.ts';
import { createSealer } from '../../lambdas/workers/sealer.ts';
import { markLocal } from '../../local/seed.ts';
import { contextOf, verifiedUser } from '../flows/people.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import { auditedPlatform } from './audited-platform.ts';

let at: TestPlatform;
const { run, seal, write, check, found, history, sealAnew, rewrite, swapped } = auditedPlatform(() => at);

function suite(database: 'pglite' | 'postgres'): void {
  beforeAll(async () => {
    at = await startPlatform({ database, frozen: true });
    await markLocal(at.platform.database);
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  it('finds nothing in a history that nobody touched, and says what is not proven yet', async () => {
    await history();
    await write(1);
    const { findings, notes, archived, sealedSince } = await check();
    expect([findings, archived, sealedSince]).toEqual([[], 6, 2]);
    expect(notes).toEqual([expect.stringMatching(/^1 rows wait for their seal/)]);
  });
  it('finds nothing wrong where there is nothing', async () => {
    expect(await check()).toEqual({ findings: [], found: 0, notes: [], archived: 0, sealedSince: 0 });
  });

  it.each([
    ['action', sql`action = 'c.d'`],
    ['details', sql`details = '{"n": 7}'`],
    ['address', sql`ip_address = '::1'`],
    ['actor', sql`actor_id = gen_random_uuid()`],
    ['outcome', sql`outcome = 'refused'`],
    ['salt and details', sql`salt = null, details = '{}'`],
  ])('names a row whose %s was changed', async (_what, change) => {
    for (const row of [(await history())[1], (await write(1))[0]]) {
      await run(sql`update audit_logs set ${change} where id = ${row?.id}::uuid`);
      expect(await found()).toContainEqual(expect.stringMatching(new RegExp(`^changed: row ${row?.id}`)));
    }
  });
  it('names a row whose time was changed', async () => {
    const [, row] = await history();
    await run(sql`update audit_logs set created_at = created_at + interval '1 hour' where id = ${row.id}::uuid`);
    expect((await found())[0]).toMatch(new RegExp(`^changed: row ${row.id}.*it bears the time`));
  });
  it('names a row that was removed, in the archive or sealed since', async () => {
    const rows = await history();
    for (const row of [rows[4], rows[6]]) {
      await run(sql`delete from audit_logs where id = ${row.id}::uuid`);
      expect(await found()).toContainEqual(expect.stringMatching(new RegExp(`^removed: row ${row.id}.* was removed`)));
    }
  });
  it('names a row that was removed with its seal', async () => {
    const [, , row] = await history();
    await run(sql`delete from audit_logs where id = ${row.id}::uuid`);
    await run(sql`delete from audit_seals where audit_id = ${row.id}::uuid`);
    expect((await found())[0]).toMatch(new RegExp(`^removed: row ${row.id}`));
  });
  it('names a row that was removed before it was sealed, if what waits for it was left', async () => {
    const [row] = await write(1);
    await run(sql`delete from audit_logs where id = ${row?.id}::uuid`);
    expect(await found()).toEqual([
      expect.stringMatching(new RegExp(`^removed: row ${row?.id}.*before it was sealed`)),
    ]);
    await seal();
    expect(await found()).toEqual([
      expect.stringMatching(new RegExp(`^removed: row ${row?.id}.*before it was sealed`)),
    ]);
  });
  it('names a row that was added past the trigger', async () => {
    await history();
    const [row] = await write(1);
    await run(sql`delete from audit_unsealed`);
    expect(await found()).toEqual([expect.stringMatching(new RegExp(`^added: row ${row?.id}.*without a seal`))]);
  });
  it('names a row that was added with a time of before, waiting, sealed or in the archive', async () => {
    const [old] = await history();
    const time = { now: () => new Date(old.createdAt.getTime() + 500) };
    const event = { action: 'a.b', resource: 'x', userId: null, actorId: null, outcome: 'success' } as const;
    const forged = auditRow({ ...contextOf(at), clock: time }, event);
    await run(auditInsert(forged));
    const archived = () => {
      at.clock.advance(300);
      return seal();
    };
    for (const step of [async () => undefined, seal, archived]) {
      await step();
      expect(await found()).toEqual([expect.stringMatching(new RegExp(`^added: row ${forged.id}.*added later`))]);
    }
  });
  it('names rows whose numbers were swapped', async () => {
    const [one, other] = await history();
    await swapped(one, other);
    expect((await found())[0]).toMatch(new RegExp(`^reordered: number 1 is given to row ${other.id}.*${one.id}`));
  });
  it('names rows whose contents were swapped', async () => {
    const [one, other] = await history();
    await run(sql`
      update audit_logs a set action = b.action, details = b.details, salt = b.salt, commitment = b.commitment, hash = b.hash
      from audit_logs b where (a.id, b.id) in ((${one.id}::uuid, ${other.id}::uuid), (${other.id}::uuid, ${one.id}::uuid))`);
    expect((await found())[0]).toMatch(new RegExp(`^changed: row ${one.id}`));
  });
  it('names a row that was sealed twice, in the tail or in the archive [A94]', async () => {
    const [row] = await history();
    await run(sql`
      insert into audit_unsealed (audit_id, created_at) values (${row.id}::uuid, ${row.createdAt.toISOString()}::timestamptz)`);
    for (const seconds of [0, 300]) {
      at.clock.advance(seconds);
      await seal();
      expect(await found()).toContainEqual(
        expect.stringMatching(
          new RegExp(`^added: row ${row.id}.*number 9, was sealed once more: it has number 1 already`),
        ),
      );
    }
  });
  it('finds a tail that was cut off, with its rows or without', async () => {
    const rows = await history();
    await run(sql`delete from audit_seals where seq > 4`);
    expect(await found()).toContainEqual(
      expect.stringMatching(new RegExp(`^cut tail: .*at number 4.*at 6: row ${rows[4].id}`)),
    );
    await run(sql`delete from audit_logs where created_at >= ${rows[4].createdAt.toISOString()}::timestamptz`);
    await run(sql`delete from audit_checkpoints where seq > 4`);
    expect(await found()).toEqual([expect.stringMatching(/^cut tail: /)]);
  });
  it('finds a history that was sealed anew with the database alone', async () => {
    const [, row] = await history();
    await rewrite(row);
    await sealAnew(2);
    const all = await found();
    expect(all[0]).toMatch(new RegExp(`^sealed anew: row ${row.id}.*its hash with it`));
    expect(all.every((text) => text.startsWith('sealed anew: '))).toBe(true);
  });
  it('finds a history that was sealed anew and put into the archive by our own sealer', async () => {
    const [, row] = await history();
    await rewrite(row);
    await sealAnew(2);
    await run(sql`delete from audit_checkpoints`);
    await write(1);
    at.clock.advance(300);
    await seal();
    expect((await found()).join('\n')).toMatch(
      new RegExp(`sealed anew: seals/.* tells number 2, row ${row.id}, otherwise`),
    );
  });
  it('finds a history that was sealed anew as if by a restore that nobody made [A94]', async () => {
    const [, row] = await history();
    await rewrite(row);
    await sealAnew(2);
    await run(sql`delete from audit_checkpoints`);
    const config = { ...at.platform.config, epoch: new Date('2999-01-01T00:00:00Z') };
    await createSealer({ ...at.platform, config }).run(60);
    const all = await found();
    expect(all).toContainEqual(
      expect.stringMatching(/^archive: the chain 29990101T.* begins later than the platform's own/),
    );
    expect(all).toContainEqual(expect.stringMatching(new RegExp(`^sealed anew: row ${row.id}.*its hash with it`)));
  });
  it('finds a row that was removed under a record that its month is over, signed long before that is true [A94]', async () => {
    const [, row] = await history();
    const month = row.createdAt.toISOString().slice(0, 7);
    const drop = { kind: 'drop', chain: await auditChain(at.platform), at: '2999-01-01T00:00:00.000Z', month } as const;
    await putRecord(at.platform, drop);
    await run(sql`delete from audit_logs where id = ${row.id}::uuid`);
    const all = await found();
    expect(all).toContainEqual(expect.stringMatching(/^archive: .* says that a month was dropped before its time$/));
    expect(all).toContainEqual(expect.stringMatching(new RegExp(`^removed: row ${row.id}.* was removed`)));
  });
  it('finds a chain that was taken away altogether', async () => {
    const [row] = await history();
    for (const table of ['audit_seals', 'audit_checkpoints', 'audit_logs', 'audit_unsealed'])
      await run(sql.raw(`delete from ${table}`));
    expect(await found()).toEqual([expect.stringMatching(new RegExp(`^cut tail: .*at number 0.*at 6: row ${row.id}`))]);
  });
  it('finds a seal of the tail that does not go on from the one before it', async () => {
    await history();
    await run(sql`update audit_seals set head = 'x' where seq = 7`);
    expect((await found())[0]).toMatch(/^sealed anew: row .*number 7 does not go on/);
  });
  it('finds a record of the archive that was signed by nobody who is known, and a checkpoint that is missing', async () => {
    await history();
    const { archive } = at.platform;
    const chain = await auditChain(at.platform);
    const input = { database: at.platform.database, chain, now: at.clock.now(), silence: null };
    const names = (await archive.list('seals/')).filter((name) => name.endsWith('.jws'));
    const last = names.filter((name) => name.includes(`${input.chain}/0000000004-`)).at(-1) ?? '';
    const bad = {
      ...archive,
      get: async (name: string) => (name === last ? Buffer.from('e30.e30.AAAA') : archive.get(name)),
    };
    expect((await checkAudit({ ...input, archive: bad })).findings).toContainEqual({
      kind: 'archive',
      text: `${last} is not signed by a key of the platform`,
    });
    const first = names.filter((name) => name.includes(`${input.chain}/0000000001-`))[0] ?? '';
    const short = {
      ...archive,
      list: async (prefix: string) => (await archive.list(prefix)).filter((name) => name !== first),
    };
    expect((await checkAudit({ ...input, archive: short })).findings).toContainEqual({
      kind: 'archive',
      text: 'numbers 1 to 3 are in no checkpoint of the archive',
    });
  });
  it('takes an erased row for whole only where the purge of its user is recorded', async () => {
    const [user, other] = [newId(at.clock), newId(at.clock)];
    await write(2, { userId: user });
    const [kept] = await write(1, { userId: other });
    await seal();
    await write(1, { userId: user, action: 'user.purged' });
    expect(await eraseAuditOfPurged(at.platform, at.clock.now().getTime() + 60_000)).toBe(3);
    expect(await found()).toEqual([]);
    await run(
      sql`update audit_logs set salt = null, details = '{}', ip_address = '', user_agent = '' where id = ${kept?.id}::uuid`,
    );
    expect(await found()).toEqual([expect.stringMatching(new RegExp(`^erased: row ${kept?.id}.*no purge`))]);
  });
  it('takes no purge for one whose user is still there, whoever wrote that row [A94]', async () => {
    const { userId } = await verifiedUser(at);
    await write(1, { userId, action: 'user.purged' });
    await seal();
    expect(await found()).toEqual([]);
    await run(
      sql`update audit_logs set salt = null, details = '{}', ip_address = '', user_agent = '' where user_id = ${userId}::uuid`,
    );
    expect(await found()).toEqual([expect.stringMatching(/^erased: row .*its user was not purged$/)]);
  });
  it('finds that nothing was put into the archive for too long, though all is sealed [A94]', async () => {
    const rows = await history();
    await run(sql`update audit_checkpoints set created_at = '2999-01-01'`);
    at.clock.advance(901);
    await seal();
    expect((await check({ mostMs: 900_000 })).findings).toEqual([
      { kind: 'not sealed', text: expect.stringMatching(new RegExp(`it lacks row ${rows[6].id}`)) },
    ]);
  });
  it('finds that nothing was sealed for too long', async () => {
    await write(1);
    at.clock.advance(901);
    const { findings } = await check({ mostMs: 900_000 });
    expect(findings).toMatchObject([{ kind: 'not sealed' }]);
  });
  it('says of a restored backup what is in the archive alone, and finds tampering behind it', async () => {
    const rows = await history();
    for (const row of rows.slice(4)) await run(sql`delete from audit_logs where id = ${row.id}::uuid`);
    await run(sql`delete from audit_seals where seq > 4`);
    await run(sql`delete from audit_checkpoints where seq > 3`);
    at.clock.advance(1000);
    const config = { ...at.platform.config, epoch: at.clock.now() };
    const restored = { ...at.platform, config };
    const [row] = await write(1);
    await createSealer(restored).run(60);
    const { database, archive } = restored;
    const checked = async () =>
      checkAudit({ database, archive, chain: await auditChain(restored), now: at.clock.now(), silence: null });
    expect(await checked()).toMatchObject({
      findings: [],
      notes: [expect.stringMatching(/behind number 3 .*: 3 rows are/)],
    });
    await run(sql`delete from audit_logs where id = ${row?.id}::uuid`);
    expect((await checked()).findings).toMatchObject([{ kind: 'removed' }]);
  });
}

describe('the check of the audit log', () => suite('pglite'));
describeWith('PostgreSQL', 'the check of the audit log, on PostgreSQL', () => suite('postgres'));
