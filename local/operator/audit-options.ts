import { resolve } from 'node:path';
import { readStage, type StageConfig, type StageInput } from '../../infra/config.ts';
import { parsedOptions } from './parsed-options.ts';

/** Whose audit log is checked: of a stage in the cloud, or of the platform on this machine. */
export type AuditOptions = { stage: StageConfig } | { dataFolder: string; database: string | undefined };

/**
 * `--stage NAME`, or `--data DIR` and `--database URL` as `npm start` takes them.
 *
 * @throws Error with one sentence where options are wrong or do not go together.
 */
export function readAuditOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  stageNamed: (name: string) => StageInput,
): AuditOptions {
  const { values } = parsedOptions(
    {
      args: [...args],
      options: { stage: { type: 'string' }, data: { type: 'string' }, database: { type: 'string' } },
    },
    'audit:verify -- [--stage NAME | --data DIR --database URL]',
  );
  if (values.stage !== undefined) {
    if (values.data !== undefined || values.database !== undefined)
      throw new Error('--stage names a platform in the cloud: --data and --database go without it');
    return { stage: readStage(stageNamed(values.stage)) };
  }
  const data = values.data ?? (environment.GATEHOUSE_DATA || '.gatehouse');
  if (data === 'memory') throw new Error('--data memory keeps nothing that could be checked');
  return { dataFolder: resolve(data), database: values.database ?? (environment.DATABASE_URL || undefined) };
}
