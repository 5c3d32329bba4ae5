/**
 * `npm run audit:verify`: holds the audit log to its archive and names what was done to it (docs/operations/audit.md). Ends
 * with 1 where something was, and with 2 where it could not be checked.
 */
import { stageNamed } from '../../infra/stages.ts';
import { checkAudit } from '../../lambdas/workers/audit-check/check.ts';
import { readAuditOptions } from '../operator/audit-options.ts';
import { auditReport } from '../operator/audit-report.ts';
import { openLocalAudit, openStageAudit } from '../operator/audited.ts';

try {
  const options = readAuditOptions(process.argv.slice(2), process.env, stageNamed);
  const audited =
    'stage' in options
      ? await openStageAudit(options.stage)
      : await openLocalAudit(options.dataFolder, options.database);
  try {
    const checked = await checkAudit(audited);
    process.stdout.write(auditReport(checked));
    process.exitCode = checked.found === 0 ? 0 : 1;
  } finally {
    await audited.close();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
