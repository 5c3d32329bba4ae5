import { toldActivity } from '../../web/features/account/told-activity.ts';
import { actionWords, endWords, reasonWords } from '../../web/lib/activity-words.ts';
import { auditWords } from '../../web/lib/audit-words.ts';
import { readTree } from '../rules/tree.ts';

const tree = readTree();
const written = [...tree].filter(([path]) => /^lambdas\/(flows|domain|workers)\/.*(?<!\.table)\.ts$/.test(path));

/** Each string of the form `noun.verb`, and what a tried code of each kind is called. */
function actionsWritten(): string[] {
  const named = written.flatMap(([, text]) =>
    [...text.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, action = '']) => action),
  );
  const tried = written.flatMap(([, text]) =>
    [...text.matchAll(/presentToken\(context, '([a-z_]+)'/g)].map(([, kind]) => `${kind}.tried`),
  );
  const hosts = /\.com$/;
  return [...new Set([...named, ...tried])].filter((action) => !hosts.test(action)).sort();
}

describe('the activity of an account', () => {
  it('has words for each action that the platform writes down, and for no other', () => {
    const actions = actionsWritten();
    expect(actions.length).toBeGreaterThan(30);
    expect(Object.keys(actionWords).sort()).toEqual(actions);
  });

  it('has words for each reason of a refusal that is written out', () => {
    const reasons = written
      .filter(([path, text]) => /audit/i.test(text) && !/kernel/.test(path))
      .flatMap(([, text]) => [
        ...text.matchAll(/details: \{[^}]*reason: '([a-z_]+)'/g),
        ...text.matchAll(/(?:refuse\w*|refused|audit)\((?:[^()]|\([^()]*\))*?(?:reason: )?'([a-z]+_[a-z_]+)'/g),
      ])
      .map(([, reason = '']) => reason)
      .filter((reason) => !Object.hasOwn(endWords, reason));
    expect(reasons.length).toBeGreaterThan(10);
    expect([...new Set(reasons)].filter((reason) => !Object.hasOwn(reasonWords, reason))).toEqual([]);
  });

  it.each([
    ['session.started', 'success', { method: 'password', amr: ['pwd'] }, 'Signed in', 'By password'],
    ['session.started', 'refused', { method: 'google' }, 'A sign-in was refused', 'By Google'],
    [
      'session.started',
      'refused',
      { method: 'password', reason: 'rate_limited', limit: 'login' },
      'A sign-in was refused',
      'By password. Too many tries in a short time',
    ],
    ['session.ended', 'success', { reason: 'ended_elsewhere' }, 'Signed out', 'From another device'],
    ['user.updated', 'success', { fields: ['name', 'avatar_url'] }, 'Profile changed', 'Your name, picture'],
    ['passkey.removed', 'success', { name: 'Blue key' }, 'Passkey removed', 'Blue key'],
    ['factor.added', 'success', { factor: 'totp', replaced: false }, 'Second step added', 'Authenticator app'],
    ['email.changed', 'success', {}, 'Address changed', null],
    [
      'act_as.started',
      'success',
      { reason: 'A call about a lost phone' },
      'An administrator began to act as you',
      'Their reason: “A call about a lost phone”',
    ],
    ['act_as.started', 'refused', { reason: 'forbidden' }, 'Acting as you was refused', 'This is not permitted'],
    [
      'act_as.requested',
      'success',
      { method: 'GET', path: '/x' },
      'Something was looked at or done while acting',
      null,
    ],
  ] as const)('is told by what happened and how: %s, %s, %j', (action, outcome, details, what, more) => {
    expect(toldActivity({ action, outcome, by: 'you', details })).toEqual({ what, more });
  });

  it('says where somebody else did it, and shows what it has no words for by its name', () => {
    const ended = { action: 'session.ended', outcome: 'success', by: 'other', details: {} } as const;
    expect(toldActivity(ended).more).toBe('By an administrator');
    expect(toldActivity({ ...ended, action: 'constructor' }).what).toBe('constructor');
  });

  it('says that all sessions were signed out where an administrator did it, and all others where the owner did', () => {
    const ended = { action: 'sessions.ended', outcome: 'success', details: {} } as const;
    expect(toldActivity({ ...ended, by: 'other' }).what).toBe('All sessions were signed out');
    expect(toldActivity({ ...ended, by: 'you' }).what).toBe('All other sessions were signed out');
    expect(auditWords('sessions.ended', 'success')).toBe('Sessions were signed out');
  });

  it('says of nothing that was refused that it was done', () => {
    for (const action of Object.keys(actionWords)) {
      const done = toldActivity({ action, outcome: 'success', by: 'other', details: {} }).what;
      const refused = toldActivity({ action, outcome: 'refused', by: 'other', details: {} }).what;
      if (actionWords[action]?.success) expect([action, refused]).not.toEqual([action, done]);
    }
  });
});
