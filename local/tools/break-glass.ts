/**
 * `npm run break-glass -- --stage NAME --email ADDRESS`: appoints an administrator where nobody can sign in as one. Whoever
 * may invoke the stage's administrator function may do it; the audit log says that it was an operator.
 */
import { stageNamed } from '../../infra/stages.ts';
import { appoint } from '../operator/administrator-function.ts';
import { confirmStage } from '../operator/confirm.ts';
import { readBreakGlass } from '../operator/options.ts';

try {
  const { config, email, yes } = readBreakGlass(process.argv.slice(2), stageNamed);
  const consequence = `${email} becomes an administrator of ${config.name}, in the account ${config.account}.`;
  if (!yes) await confirmStage(config.name, consequence, { input: process.stdin, output: process.stdout });
  process.stdout.write(`${await appoint(config, email)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
