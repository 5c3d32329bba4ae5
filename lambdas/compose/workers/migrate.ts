/**
 * Brings the schema up to date and lets the functions' login in, as the owner of the database: at each deploy, before
 * the API changes. Once a day it looks whether that login is due for another password.
 */
import type { ScheduledEvent } from 'aws-lambda';
import { sql } from 'drizzle-orm';
import { readLoginSecret } from '../../adapters/keys/login-secret.ts';
import { secretsWhenUsed } from '../../adapters/keys/secrets-when-used.ts';
import { ambientEnvironment } from '../../kernel/config.ts';
import { keepAuditFor } from '../../workers/audit-months.ts';
import { type DatabaseLogin, grantLogin, nextLogin } from '../../workers/database-login.ts';
import { migrate, readMigrations } from '../../workers/migrate.ts';
import { cloudDatabase, cloudPlatform } from '../cloud.ts';
import { needed, readCloudEnvironment } from '../cloud-environment.ts';

const loginDays = 90;
const environment = ambientEnvironment();
/** Nobody waits for an answer here: the slowest start of a cluster takes half a minute, and the service ends a statement. */
const patience = { resumeSeconds: 90, statementSeconds: 50, callSeconds: 140 };
const database = cloudDatabase(readCloudEnvironment(environment), patience);
const platform = cloudPlatform('migrate', { database });
const secret = needed(environment, 'DATABASE_APP_SECRET');
const openSecrets = secretsWhenUsed();

export async function handler(event: Partial<ScheduledEvent>): Promise<void> {
  try {
    await (event.source === 'aws.events' ? rotateLogin() : deploy());
  } catch (error) {
    platform.log.error('migration failed', { error });
    // CloudFormation shows this line, cut at 4,096 bytes, and nothing of the log.
    throw new Error(`Migration failed: ${error instanceof Error ? error.message.split('\n', 1)[0] : 'unknown'}`);
  }
}

async function deploy(): Promise<void> {
  const { database, clock, log, config } = platform;
  const applied = await migrate(database, await readMigrations(new URL('./migrations', import.meta.url)), clock);
  await refuseLocal();
  await keepAuditFor(database, config.auditDays);
  await grantLogin(database, await readLogin());
  log.info('migrated', { applied });
}

/** A database that the local platform marked may be emptied by it, and has sign-ins that everybody knows. */
async function refuseLocal(): Promise<void> {
  const marks = await platform.database.rows(
    sql`select value from platform_facts where name = 'mark' and value = 'local'`,
  );
  if (marks.length > 0) throw new Error('this database belongs to a local platform');
}

async function rotateLogin(): Promise<void> {
  const secrets = await openSecrets();
  const { writtenAt } = await secrets.read(secret);
  if (platform.clock.now().getTime() - writtenAt.getTime() < loginDays * 86_400_000) return;
  const next = nextLogin(await readLogin());
  await grantLogin(platform.database, next);
  await secrets.write(secret, JSON.stringify(next));
  platform.log.info('database login replaced', { login: next.username });
}

async function readLogin(): Promise<DatabaseLogin> {
  const { text } = await (await openSecrets()).read(secret);
  return readLoginSecret(text);
}
