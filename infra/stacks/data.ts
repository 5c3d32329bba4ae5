import type { Construct } from 'constructs';
import { Archive } from '../constructs/archive.ts';
import { Database } from '../constructs/database.ts';
import { PlatformKey } from '../constructs/platform-key.ts';
import { Secrets } from '../constructs/secrets.ts';
import { SessionStore } from '../constructs/session-store.ts';
import { NudgeTable, StoreTable } from '../constructs/tables.ts';
import type { NetworkStack } from './network.ts';
import { PlatformStack, type PlatformStackProps } from './platform-stack.ts';

export interface DataStackProps extends PlatformStackProps {
  network: NetworkStack;
}

/**
 * Everything that cannot be made again. Logical ids here are a promise: renaming one makes an empty twin
 * (`test/infra/stateful-ids.test.ts` guards them).
 */
export class DataStack extends PlatformStack {
  readonly key: PlatformKey;
  readonly secrets: Secrets;
  readonly database: Database;
  readonly store: StoreTable;
  readonly nudges: NudgeTable;
  readonly jobNudges: NudgeTable;
  readonly cache: SessionStore | undefined;
  readonly archive: Archive;

  constructor(scope: Construct, id: string, { network, ...props }: DataStackProps) {
    super(scope, id, { ...props, isStateful: true });
    const { config } = props;
    this.key = new PlatformKey(this, 'Key', config);
    const { key } = this.key;
    this.secrets = new Secrets(this, 'Secrets', { config, key });
    this.database = new Database(this, 'Database', {
      config,
      key,
      vpc: network.vpc,
      securityGroup: network.databaseGroup,
    });
    this.store = new StoreTable(this, 'Store');
    this.nudges = new NudgeTable(this, 'Nudges');
    this.jobNudges = new NudgeTable(this, 'JobNudges');
    this.archive = new Archive(this, 'Archive', config);
    const secret = this.secrets.store;
    this.cache =
      network.functions && secret
        ? new SessionStore(this, 'Cache', { config, key, network: network.functions, secret })
        : undefined;
  }
}
