/** What wakes somebody for the audit log: that it is not sealed, or was changed. */
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { StageConfig } from '../config.ts';
import type { AlarmRule } from './alarms.ts';
import { ownMetric } from './metrics.ts';

/** The worker that seals says at each run how long the oldest row has waited that the archive does not have. */
export function auditRules(config: StageConfig): AlarmRule[] {
  const sleeps = config.capacity.database.minAcu === 0;
  const service = config.profile === 'economy' ? 'sweeper' : 'sealer';
  const silence = sleeps ? {} : { whenMissing: cloudwatch.TreatMissingData.BREACHING };
  return [
    {
      name: 'audit-not-sealed',
      meaning: 'Audit rows older than a quarter of an hour are not in the archive: they are not proven.',
      metric: ownMetric(config, 'AuditUnproven', { service }, 'Maximum'),
      above: 900_000,
      of: [2, 3],
      ...silence,
    },
    {
      name: 'audit-row-unsound',
      meaning: 'An audit row was changed or removed, or the end of their chain was: somebody writes to the database.',
      metric: ownMetric(config, 'AuditRowUnsound', { service }),
      above: 0,
      of: [1, 1],
    },
  ];
}
