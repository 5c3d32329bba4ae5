import { sql } from 'drizzle-orm';
import { openDataApi } from '../../../lambdas/adapters/database/data-api.ts';
import { readDocument } from '../../../lambdas/adapters/keys/secret-document.ts';
import { type Database, sqlState } from '../../../lambdas/ports/database.ts';
import { currentMigrations } from '../../services/templates.ts';
import type { Deployment } from '../deployment.ts';
import { atDeploy } from '../events.ts';

/** What the workers of a deploy have done, and what they do at the next one. */
export function deploySuite(deployed: () => Deployment): void {
  const resources = () => deployed().cloud.resources;
  const held = (secret: string) => deployed().cloud.secrets.valueOf(secret);
  /** The database as functions connect to it. */
  async function asFunction<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const { cluster } = deployed().cloud;
    const database = openDataApi({ ...cluster.options, secretArn: resources().database.appSecretArn });
    return work(database).finally(() => database.close());
  }

  describe('a deploy', () => {
    it('has applied every migration, and lets functions in as a user who owns nothing', async () => {
      const { username } = JSON.parse(held(resources().database.appSecretArn)) as { username: string };
      const { files } = await currentMigrations();
      const found = await asFunction(async (database) => ({
        applied: await database.rows(sql`select name from schema_migrations order by name collate "C"`),
        user: await database.rows(sql`
          select current_user::text as name, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`),
        owned: await database.rows(sql`select relname::text from pg_class where relowner = current_user::regrole`),
      }));
      expect(found).toEqual({
        applied: files.map(({ name }) => ({ name })),
        user: [{ name: username, rolsuper: false, rolcreaterole: false, rolcreatedb: false }],
        owned: [],
      });
    });

    it('lets functions change and remove nothing of the audit log [A94]', async () => {
      for (const statement of ["update audit_logs set action = 'x'", 'delete from audit_logs', 'truncate audit_logs']) {
        const state = asFunction((database) => database.rows(sql.raw(statement))).catch(sqlState);
        expect([statement, await state]).toEqual([statement, '42501']);
      }
    });

    it('has made each key in the secret of its purpose, and published the public halves alone', () => {
      const { keySecretArns, publicKeysArn } = resources();
      for (const [purpose, arn] of Object.entries(keySecretArns)) {
        const { signing, rings = {} } = readDocument(held(arn));
        expect([purpose, signing ? 'signing' : Object.keys(rings).join()]).toEqual([purpose, purpose]);
      }
      const { jwks } = readDocument(held(publicKeysArn));
      const members = jwks?.keys.map((key) => Object.keys(key).sort().join());
      expect(members).toEqual(['alg,crv,kid,kty,use,x,y', 'alg,crv,kid,kty,use,x,y']);
    });

    it('changes nothing the second time', async () => {
      const { secrets } = deployed().cloud;
      const writes = [...secrets.writes];
      for (const worker of ['migrate', 'key-rotation']) expect(await deployed().invoke(worker, atDeploy)).toBeNull();
      expect(secrets.writes).toEqual(writes);
    });
  });

  describe('its administrators', () => {
    it('are the one that the stage names, invited by mail once', async () => {
      const address = resources().config.firstAdministrator ?? '';
      const outcomes = [];
      for (const event of [atDeploy, atDeploy]) outcomes.push(await deployed().invoke('administrator', event));
      expect(outcomes).toEqual([{ outcome: 'invited' }, { outcome: 'present' }]);
      const mails = await deployed().mailbox.list(address);
      expect(mails.map(({ links }) => links[0]?.split('#')[0])).toEqual(['https://auth.example.com/accept-invitation']);
    });

    it('and whom an operator appoints', async () => {
      const outcome = await deployed().invoke('administrator', { appoint: 'operator@example.com' });
      expect(outcome).toEqual({ outcome: 'invited' });
      expect(await deployed().mailbox.list('operator@example.com')).toHaveLength(1);
    });
  });
}
