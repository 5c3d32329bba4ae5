import { and, eq, sql } from 'drizzle-orm';
import { auditLogs } from '../../lambdas/domain/audit/audit.table.ts';
import { outbox } from '../../lambdas/domain/outbox/outbox.table.ts';
import { passkeys } from '../../lambdas/domain/passkey/passkey.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import type { Database } from '../../lambdas/ports/database.ts';

/** Zones of the process and of PostgreSQL differ here: every one of these has a trap in Chicago's summer time. */
const instants = [
  '1970-01-01T00:00:00.000Z',
  '2026-03-08T07:59:59.999Z',
  '2026-03-08T08:00:00.000Z',
  '2026-03-08T08:30:00.001Z',
  '2026-11-01T06:30:00.123Z',
  '2026-11-01T07:30:00.123Z',
  '2026-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59.999Z',
].map((text) => new Date(text));

const texts = [
  '',
  'plain',
  `it's`,
  '"quoted"',
  'a,b',
  '{braces}',
  'back\\slash',
  'NULL',
  ' spaced ',
  'line\nbreak',
  'Zoë 🔑',
];
const documents = [
  {},
  { list: [1, 'two', null, { deep: true }], text: `'";--`, empty: '', number: 1.5 },
  { 'Zoë 🔑': false },
];

/** Every column type of the schema comes back as it went in. */
export function columnPromises(database: () => Database): void {
  const base = new Date('2026-11-25T12:00:00.000Z');
  let born = 0;
  const nextId = () => `01900000-0000-7000-9000-${(born++).toString(16).padStart(12, '0')}`;

  async function insertUser(values: Partial<typeof users.$inferInsert> = {}) {
    const id = nextId();
    const [user] = await database()
      .db.insert(users)
      .values({
        id,
        email: `${id}@example.com`,
        emailKey: `${id}@example.com`,
        name: 'Ada',
        isActive: true,
        version: 1,
        createdAt: base,
        updatedAt: base,
        ...values,
      })
      .returning();
    if (!user) throw new Error('nothing was inserted');
    const [read] = await database().db.select().from(users).where(eq(users.id, id));
    expect(read).toEqual(user);
    return user;
  }

  it('are of the types that this suite tries, and no others', async () => {
    const types = await database().rows<{ type: string }>(sql`
      select distinct data_type as type from information_schema.columns
      where table_schema = 'public' order by data_type`);
    expect(types.map(({ type }) => type)).toEqual([
      'ARRAY',
      'boolean',
      'double precision',
      'integer',
      'jsonb',
      'text',
      'timestamp with time zone',
      'uuid',
    ]);
  });
  it('are read by a process that is not in UTC', () => {
    expect(new Date(2026, 6, 1).getTimezoneOffset()).toBe(300);
    expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe(360);
  });
  it.each(instants)('keep the instant %p to the millisecond', async (instant) => {
    const user = await insertUser({ createdAt: instant, emailVerifiedAt: instant });
    expect(user.createdAt).toEqual(instant);
    expect(user.emailVerifiedAt).toEqual(instant);
    const found = await database().db.select({ id: users.id }).from(users).where(eq(users.createdAt, instant));
    expect(found).toContainEqual({ id: user.id });
  });
  it.each(texts)('keep the text %j', async (name) => {
    expect((await insertUser({ name })).name).toBe(name);
  });
  it.each([true, false])('keep the boolean %p', async (isActive) => {
    expect((await insertUser({ isActive })).isActive).toBe(isActive);
  });
  it.each([1, 2_147_483_647])('keep the integer %p', async (version) => {
    expect((await insertUser({ version })).version).toBe(version);
  });
  // The counter of a passkey: 32 bits without a sign, which the Data API is given as a whole number.
  it.each([0, 1, 2_147_483_648, 4_294_967_295])('keep the number %p, also where it is compared', async (signCount) => {
    const { id: userId } = await insertUser();
    const id = nextId();
    await database().db.insert(passkeys).values({
      id,
      userId,
      credentialId: id,
      publicKey: 'cose',
      rpId: 'example.com',
      signCount,
      transports: [],
      backupEligible: false,
      backedUp: false,
      aaguid: id,
      name: 'Key',
      createdAt: base,
    });
    const read = database().db.select({ signCount: passkeys.signCount }).from(passkeys);
    expect(await read.where(and(eq(passkeys.id, id), eq(passkeys.signCount, signCount)))).toEqual([{ signCount }]);
  });
  it('keep null as null', async () => {
    expect(await insertUser()).toMatchObject({ locale: null, avatarUrl: null, emailVerifiedAt: null, deletedAt: null });
  });
  it.each([[[]], [['pwd']], [texts], [['pwd', 'otp', 'a,b', '"', "'"]]])('keep the list of texts %j', async (amr) => {
    const user = await insertUser();
    const id = nextId();
    await database().db.insert(sessions).values({
      id,
      userId: user.id,
      version: 1,
      generation: 0,
      refreshHash: 'hash',
      delivery: 'cookie',
      amr,
      authTime: base,
      steppedUpAt: base,
      userAgent: '',
      ipAddress: '::1',
      createdAt: base,
      lastUsedAt: base,
      idleExpiresAt: base,
      expiresAt: base,
    });
    const [session] = await database().db.select().from(sessions).where(eq(sessions.id, id));
    expect(session?.amr).toEqual(amr);
  });
  it.each(documents)('keep the document %j', async (details) => {
    const id = nextId();
    await database().db.insert(auditLogs).values({
      id,
      createdAt: base,
      action: 'a',
      resource: 'r',
      outcome: 'success',
      details,
      ipAddress: '::1',
      userAgent: '',
      requestId: id,
      hash: 'h',
    });
    const [row] = await database().db.select().from(auditLogs).where(eq(auditLogs.id, id));
    expect(row?.details).toEqual(details);
    expect(row?.requestId).toBe(id);
  });
  it('take an update to and from null', async () => {
    const { id } = await insertUser({ locale: 'en' });
    await database().db.update(users).set({ locale: null, deletedAt: base }).where(eq(users.id, id));
    const [gone] = await database().db.select().from(users).where(eq(users.id, id));
    expect(gone).toMatchObject({ locale: null, deletedAt: base });
    await database().db.update(users).set({ deletedAt: null }).where(eq(users.id, id));
    const [back] = await database().db.select().from(users).where(eq(users.id, id));
    expect(back?.deletedAt).toBeNull();
  });
  it('are ordered and compared as instants', async () => {
    const ids = await Promise.all(
      [3, 1, 2].map(async (hour) => {
        const id = nextId();
        const dueAt = new Date(base.getTime() + hour * 3_600_000);
        await database()
          .db.insert(outbox)
          .values({ id, kind: 'mail', subjectId: id, attempts: 0, dueAt, createdAt: base });
        return id;
      }),
    );
    const until = new Date(base.getTime() + 2 * 3_600_000);
    const due = await database()
      .db.select({ id: outbox.id })
      .from(outbox)
      .where(sql`${outbox.dueAt} <= ${until.toISOString()}::timestamptz`)
      .orderBy(outbox.dueAt);
    expect(due).toEqual([{ id: ids[1] }, { id: ids[2] }]);
  });
}
