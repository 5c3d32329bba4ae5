/** What the audit log says, in words for whoever looks after the accounts of others. */
import { type ActionWords, actionWords, endWords, outcomeOf, reasonWords } from './activity-words.ts';

/** Where the owner of an account is spoken to, somebody else is told this. */
const ofOthers: Readonly<Record<string, ActionWords>> = {
  'act_as.started': { success: 'An administrator began to act as the user', refused: 'Acting as the user was refused' },
  'user.registered': { success: 'Account created', refused: 'Somebody signed up with an address that is taken' },
  'sessions.ended': { success: 'Sessions were signed out' },
  'session.stepped_up': { success: 'Showed again who they are', refused: 'Showing again who they are was refused' },
  'reauthentication.asked': { success: 'A mail to show again who they are was asked for' },
};

const reasonsOfOthers: Readonly<Record<string, string>> = {
  email_taken: 'The address belongs to an account already',
  second_factor_due: 'The second step was missing',
  method_not_enough: 'The account asks for another way',
  expired: 'It was not used for a while, or the last sign-in was long ago',
  unknown: 'Why is not known',
  no_fresh_proof: 'They were not asked anew there',
};

/** What was done or refused. An action that has no words is shown by its name. */
export function auditWords(action: string, outcome: 'success' | 'refused'): string {
  return outcomeOf(action, outcome, { ...own(actionWords, action), ...own(ofOthers, action) });
}

/** Why it was refused, or what ended a session; as it was written where there are no words for it. */
export function auditReason(reason: string): string {
  const known = own(reasonsOfOthers, reason) ?? own(reasonWords, reason) ?? own(endWords, reason);
  // What a person wrote down stays as it is.
  return known ?? (/^[a-z_]+$/.test(reason) ? reason.replaceAll('_', ' ') : reason);
}

/** Every action that has words, by name. */
export const knownActions: readonly string[] = Object.keys(actionWords).sort();

function own<Value>(words: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
