/** Administrators who go at once, by every pair of ways in which one can go. */
import { sql } from 'drizzle-orm';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { times } from '../flows/at-once.ts';
import { whileHeld } from '../flows/held-rows.ts';
import { ada, administrator, type SignedInBrowser, signedInBrowser, signedInWith } from '../flows/people.ts';
import { rowsOf } from '../flows/records.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';

let at: TestPlatform;

/** How `by` tries to end that `other`, or themselves, administer the platform. */
type Way = (by: SignedInBrowser, other: SignedInBrowser, version: number) => Promise<{ status: number }>;

const of = ({ userId }: SignedInBrowser, { bearer }: SignedInBrowser) => ({ bearer, params: { id: userId } });
const change = (body: Record<string, boolean>): Way => {
  return (by, other, ifMatch) => at.client.administration.updateUser({ ...of(other, by), ifMatch, body });
};
const ways: Readonly<Record<string, Way>> = {
  'disables the other': change({ is_active: false }),
  'takes the proof of the address of the other back': change({ email_verified: false }),
  'deletes the other': (by, other) => at.client.administration.deleteUser(of(other, by)),
  'takes the role of the other': (by, other, ifMatch) =>
    at.client.roles.assignRoles({ ...of(other, by), ifMatch, body: { role_ids: [systemRoles.user] } }),
  'disables the other by a job': (by, other) =>
    at.client.administration.startBulk({ bearer: by.bearer, body: { action: 'disable', ids: [other.userId] } }),
  'deletes themselves': ({ bearer }) => at.client.account.deleteMe({ bearer }),
};
const names = Object.keys(ways);
const pairs = names.flatMap((one, index) => names.slice(index).map((other) => [one, other] as const));

const administratorsLeft = () =>
  rowsOf(
    at,
    users,
    sql`is_active and deleted_at is null and email_verified_at is not null
      and exists (select 1 from user_roles r where r.user_id = t.id and r.role_id = ${systemRoles.admin}::uuid)`,
  );

function suite(database: 'pglite' | 'postgres', rounds: number): void {
  beforeAll(async () => {
    at = await startPlatform({ database, limits: false });
  });
  afterAll(() => at.close());

  it.each(pairs)('stays where one %s and the other %s [A82]', async (one, other) => {
    for (let round = 0; round < rounds; round += 1) {
      await at.reset();
      const two = await times(2, (n) => signedInWith(at, { ...ada, email: `p${n}@example.com` }, [systemRoles.admin]));
      const [a, b] = two as [SignedInBrowser, SignedInBrowser];
      const versions = new Map((await rowsOf(at, users)).map(({ id, version }) => [id, Number(version)]));
      const answers = await Promise.all([
        ways[one]?.(a, b, versions.get(b.userId) ?? 0),
        ways[other]?.(b, a, versions.get(a.userId) ?? 0),
      ]);
      await at.settled();
      for (const answer of answers) expect(answer?.status).toBeLessThan(500);
      expect(await administratorsLeft()).not.toHaveLength(0);
    }
  });
}

describe('the last administrator', () => suite('pglite', 1));
describeWith('PostgreSQL', 'the last administrator, on PostgreSQL', () => {
  suite('postgres', 3);

  it('stays where they became it while they were about to delete themselves [A82]', async () => {
    await at.reset();
    const [before, heir] = [await administrator(at), await signedInBrowser(at, ada)];
    const id = sql`${heir.userId}::uuid`;
    const holds = sql`select id from users where id = ${id} for update`;
    const writes = sql`
      with grown as (update users set version = version + 1 where id = ${id}),
        given as (insert into user_roles (user_id, role_id, granted_at) values (${id}, ${systemRoles.admin}::uuid, now())),
        gone as (update users set deleted_at = now() where id = ${before.userId}::uuid)
      update rbac_version set version = version + 1`;
    const [answer] = await whileHeld<[unknown]>(at, { holds, writes }, () =>
      at.client.account.deleteMe({ bearer: heir.bearer }),
    );
    expect(answer).toMatchObject({ status: 409, code: 'LAST_ADMIN' });
    expect(await administratorsLeft()).toMatchObject([{ id: heir.userId }]);
  });
});
