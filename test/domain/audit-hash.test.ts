import fc from 'fast-check';
import { auditHash, commitmentOf, soundnessOf } from '../../lambdas/domain/audit/audit-hash.ts';
import type { StoredAudit } from '../../lambdas/domain/audit/audits.ts';

const text = fc.string({ maxLength: 20 });
const maybe = fc.option(fc.uuid());
const personal = fc.record({ details: fc.dictionary(text, fc.jsonValue()), ipAddress: fc.ipV4(), userAgent: text });

/** A row as it is written. */
const written = fc
  .record({
    id: fc.uuid(),
    createdAt: fc.date({ noInvalidDate: true }),
    userId: maybe,
    actorId: maybe,
    action: text,
    resource: text,
    outcome: fc.constantFrom('success' as const, 'refused' as const),
    requestId: fc.uuid(),
    sessionId: maybe,
    salt: fc.base64String({ minLength: 8 }),
    personal,
  })
  .map(({ personal: own, ...fixed }): StoredAudit => {
    const row = { ...fixed, ...own, commitment: commitmentOf(own, fixed.salt) };
    return { ...row, hash: auditHash(row) };
  });

const erased = (row: StoredAudit) => ({ ...row, salt: null, details: {}, ipAddress: '', userAgent: '' });

describe('the hash of an audit row', () => {
  it('is found again from the row, in whatever order its details come back', () => {
    fc.assert(
      fc.property(written, (row) => {
        const turned = Object.fromEntries(Object.entries(row.details).reverse());
        expect(soundnessOf({ ...row, details: turned })).toBe('sound');
      }),
    );
  });
  it('is found again when what is personal was erased, and of less than all of it is not', () => {
    fc.assert(
      fc.property(written, (row) => {
        fc.pre(row.userAgent !== '');
        expect(soundnessOf(erased(row))).toBe('erased');
        expect(soundnessOf({ ...erased(row), userAgent: row.userAgent })).toBe('changed');
      }),
    );
  });
  it('is of no row in which any one thing is another', () => {
    fc.assert(
      fc.property(written, written, fc.nat(), (row, other, n) => {
        const names = Object.keys(row) as (keyof StoredAudit)[];
        const name = names[n % names.length] ?? 'id';
        fc.pre(JSON.stringify(row[name]) !== JSON.stringify(other[name]));
        expect(soundnessOf({ ...row, [name]: other[name] })).toBe('changed');
      }),
    );
  });
  it('is over the whole row where it has no commitment, as rows of before', () => {
    fc.assert(
      fc.property(written, personal, (row, other) => {
        const bare = { ...row, salt: null, commitment: null };
        const before = { ...bare, hash: auditHash(bare) };
        expect(soundnessOf(before)).toBe('sound');
        fc.pre(JSON.stringify(other.details) !== JSON.stringify(row.details));
        expect(soundnessOf({ ...before, details: other.details })).toBe('changed');
        expect(soundnessOf({ ...before, commitment: row.commitment })).toBe('changed');
      }),
    );
  });
});
