import type { ChangeCall } from '../../../lib/administration/change-call.ts';
import type { ManagedUser } from './managed-user.ts';

export interface AccountCall extends ChangeCall {
  params: { id: string };
}

/** The call with the version that the page shows: a change of what is another by now is refused (RFC 9110, 13.1.1). */
export function ifUnchanged(call: AccountCall, { version }: Pick<ManagedUser, 'version'>) {
  return { ...call, ifMatch: version };
}
