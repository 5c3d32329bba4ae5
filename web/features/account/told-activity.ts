import type * as z from 'zod/mini';
import type { account } from '../../../lambdas/flows/account/contract.ts';
import {
  type ActionWords,
  actionWords,
  endWords,
  factorWords,
  fieldWords,
  methodWords,
  outcomeOf,
  reasonWords,
} from '../../lib/activity-words.ts';
import { capitalised } from '../../ui/capitalised.ts';

export type Activity = z.output<typeof account.routes.listActivity.success.data>[number];

export interface ToldActivity {
  what: string;
  /** How, why, or what exactly; null where the first line says it all. */
  more: string | null;
}

/** What an administrator does is not what the owner would have done by the same action. */
const byOthers: Readonly<Record<string, ActionWords>> = {
  'sessions.ended': { success: 'All sessions were signed out' },
};

type Told = Pick<Activity, 'action' | 'outcome' | 'by' | 'details'>;

/** What happened, as its owner says it. An action that is not known is shown by its name rather than left out. */
export function toldActivity({ action, outcome, by, details }: Told): ToldActivity {
  const words = { ...own(actionWords, action), ...(by === 'other' && own(byOthers, action)) };
  const what = outcomeOf(action, outcome, words);
  const parts = [...detailsOf(action, details), by === 'other' && 'By an administrator'].filter(
    (part) => part !== false,
  );
  return { what, more: parts.length > 0 ? parts.join('. ') : null };
}

function detailsOf(action: string, details: Told['details']): string[] {
  const { method, reason, factor, provider, name, fields } = details;
  // What an administrator wrote down for the person to read; of what they looked at, the calls mean nothing to a person.
  if (action === 'act_as.started' && typeof reason === 'string' && !Object.hasOwn(reasonWords, reason))
    return [`Their reason: “${reason}”`];
  if (action === 'act_as.requested') return [said(reasonWords, reason)].filter((part) => part !== null);
  return [
    said(methodWords, method, (id) => `By ${capitalised(id)}`),
    said(factorWords, factor),
    typeof provider === 'string' ? capitalised(provider) : null,
    // A passkey is called as its owner called it.
    typeof name === 'string' ? name : null,
    Array.isArray(fields) ? `Your ${fields.map((field) => fieldWords[String(field)] ?? field).join(', ')}` : null,
    said(action === 'session.ended' ? endWords : reasonWords, reason),
  ].filter((part) => part !== null);
}

function said(words: Readonly<Record<string, string>>, key: unknown, otherwise?: (key: string) => string) {
  if (typeof key !== 'string') return null;
  return own(words, key) ?? otherwise?.(key) ?? null;
}

function own<Value>(words: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
