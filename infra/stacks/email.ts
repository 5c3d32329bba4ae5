import type { Construct } from 'constructs';
import { MailEvents } from '../constructs/mail-events.ts';
import { MailIdentity } from '../constructs/mail-identity.ts';
import type { DataStack } from './data.ts';
import { PlatformStack, type PlatformStackProps } from './platform-stack.ts';

export interface EmailStackProps extends PlatformStackProps {
  data: DataStack;
}

/** Who sends, and what becomes of what was sent. */
export class EmailStack extends PlatformStack {
  readonly events: MailEvents;
  readonly identity: MailIdentity;

  constructor(scope: Construct, id: string, { data, ...props }: EmailStackProps) {
    super(scope, id, props);
    this.identity = new MailIdentity(this, 'Mail', props.config);
    this.events = new MailEvents(this, 'Events', {
      key: data.key.key,
      configurationSet: this.identity.configurationSet,
    });
  }
}
